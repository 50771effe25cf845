import { type CaseId, type Why, PurserError } from "@purser/contract";
import { z } from "zod";
import { caseCostOf } from "../../cases/case-cost.ts";
import { statusOf } from "../../cases/status.ts";
import { readCaseNow } from "../../conversations/read-case-now.ts";
import type { ApiServices } from "../api-services.ts";
import { readLog } from "../../conversations/read-log.ts";
import { explainCase } from "../../trace/explain-case.ts";
import { type Route, defineRoute, json, noBody } from "../route.ts";
import { titlesOf } from "../../blueprint/titles.ts";
import { casePath } from "./case-routes.ts";

const whyQuery = z.strictObject({ seq: z.coerce.number().int().positive().exactOptional() });

const why = defineRoute({
  method: "get",
  path: "/v1/cases/{caseId}/why",
  operationId: "explainCase",
  summary: "Explain a case in plain sentences; with seq one event and what led to it",
  tag: "cases",
  pathSchema: casePath,
  querySchema: whyQuery,
  body: noBody,
  answers: [{ status: 200, schema: "Why", about: "What happened, event by event." }],
  problems: ["PUR-2002"],
  handle: async ({ path, query }, services) => json<Why>(await explained(path.caseId, query.seq ?? null, services)),
});

/** Throws PUR-2002 when there is no such case or event. */
export async function explained(caseId: CaseId, seq: number | null, { desk, world }: ApiServices): Promise<Why> {
  const blueprint = world.blueprints.inForce();
  const { currency } = blueprint.settings;
  const { state } = await readCaseNow(caseId, desk);
  const explanations = explainCase(await readLog(caseId, desk), seq, titlesOf(blueprint));
  if (seq !== null && explanations.length === 0)
    throw new PurserError("PUR-2002", `${caseId} has no event ${seq}, or it has been erased.`);
  return { caseId, status: statusOf(state), cost: { ...caseCostOf(state), currency }, explanations };
}

export const whyRoutes: readonly Route[] = [why];
