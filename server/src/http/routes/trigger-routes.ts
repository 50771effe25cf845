import { PurserError, openCaseRequestSchema, startTriggerRequestSchema } from "@purser/contract";
import { z } from "zod";
import { openAsked } from "../new-case.ts";
import { type Route, defineRoute, json, noFields } from "../route.ts";
import { openedCase, openingProblems } from "./case-routes.ts";

const start = defineRoute({
  method: "post",
  path: "/v1/triggers/{name}",
  operationId: "startTrigger",
  summary: "Start a manual trigger of the blueprint: a case with the goal of its procedure, which is run",
  tag: "triggers",
  pathSchema: z.object({ name: z.string().min(1).max(100) }),
  querySchema: noFields,
  body: { name: "StartTriggerRequest", schema: startTriggerRequestSchema },
  answers: openedCase,
  isIdempotent: true,
  problems: openingProblems,
  handle: async ({ path: { name }, body, caller, headers }, services) => {
    const trigger = services.world.blueprints.inForce().triggers.get(name);
    if (trigger?.kind !== "manual")
      throw new PurserError("PUR-2035", `There is no trigger ${name} that is started by hand.`);
    const { procedure, channel } = trigger;
    const request = openCaseRequestSchema.parse({ ...body, procedure, channel });
    const wish = { request, caller, idempotencyKey: headers.idempotencyKey };
    const opened = await openAsked(wish, name, services);
    return json(opened, 201, { location: `/v1/cases/${opened.caseId}` });
  },
});

export const triggerRoutes: readonly Route[] = [start];
