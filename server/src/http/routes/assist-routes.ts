import {
  type CannedReplyView,
  type caseLookupSchema,
  type CaseRecords,
  type Json,
  type LookupAnswer,
  lookUpRequestSchema,
  PurserError,
  type ReplyDraft,
} from "@purser/contract";
import type { Lookup } from "@purser/kit";
import { z } from "zod";
import { knownValues } from "../../agent/reasoner.ts";
import { fillReply } from "../../blueprint/replies.ts";
import type { CaseState } from "../../cases/case-state.ts";
import { readCaseNow } from "../../conversations/read-case-now.ts";
import { draftReply } from "../../worker/draft-reply.ts";
import { lookUpNow } from "../../worker/look-up-now.ts";
import type { ApiServices } from "../api-services.ts";
import type { Caller } from "../authenticate.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";
import { casePath } from "./case-routes.ts";

const draft = defineRoute({
  method: "post",
  path: "/v1/cases/{caseId}/draft",
  operationId: "draftReply",
  summary:
    "Have the agent draft what it would write or do now, for the teammate who has the case; nobody is sent anything",
  tag: "work",
  pathSchema: casePath,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "ReplyDraft", about: "The draft, or why there is none." }],
  problems: ["PUR-2002", "PUR-2004", "PUR-2160", "PUR-2162", "PUR-2164"],
  handle: async ({ path: { caseId }, caller }, services) =>
    json<ReplyDraft>(await draftReply(caseId, caller, services)),
});

const replies = defineRoute({
  method: "get",
  path: "/v1/cases/{caseId}/replies",
  operationId: "listCannedReplies",
  summary: "List the canned replies of the blueprint in force, filled for a case",
  tag: "work",
  pathSchema: casePath,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "CannedReplies", about: "In the order of their names." }],
  problems: ["PUR-2002"],
  handle: async ({ path: { caseId }, caller }, services) => {
    const { state } = await readCaseNow(caseId, services.desk);
    const { replies: all, settings } = services.world.blueprints.inForce();
    const values = { ...knownValues(state), ...ownFacts(state, caller, services) };
    return json<{ replies: CannedReplyView[] }>({ replies: all.map((reply) => fillReply(reply, values, settings)) });
  },
});

function ownFacts(state: CaseState, { id }: Caller, { desk, world, signIn }: ApiServices): Record<string, Json> {
  const { name } = world.blueprints.inForce().settings;
  const local = signIn?.localPeople.find((person) => person.id === id)?.name;
  const teammate = desk.people()[id]?.name ?? local ?? id;
  return { "customer.ref": state.customerRef, "teammate.name": teammate, "shop.name": name };
}

const lookups = defineRoute({
  method: "get",
  path: "/v1/cases/{caseId}/lookups",
  operationId: "listLookups",
  summary: "List what can be looked up for the customer of a case with what the case knows",
  tag: "work",
  pathSchema: casePath,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "CaseLookups", about: "Each with its arguments; nothing has been looked up." }],
  problems: ["PUR-2002", "PUR-2164"],
  handle: async ({ path: { caseId } }, { desk, world }) => {
    const { state } = await readCaseNow(caseId, desk);
    const blueprint = await world.blueprints.pinned(state.blueprintHash);
    if (blueprint === null)
      throw new PurserError("PUR-2164", "The blueprint version of this case can no longer be run.");
    const values = knownValues(state);
    const known = [...blueprint.toolbox.lookups.values()].flatMap((lookup) => filledLookup(lookup, values));
    return json<{ lookups: z.infer<typeof caseLookupSchema>[] }>({ lookups: known });
  },
});

/** Nothing for one that needs what the case does not know. */
function filledLookup(
  { name, title, input, needs, isPersonal }: Lookup,
  values: Readonly<Record<string, Json>>,
): z.infer<typeof caseLookupSchema>[] {
  const args: Record<string, Json> = {};
  for (const [argument, path] of Object.entries(needs)) {
    const value = values[path];
    if (value !== undefined && value !== null) args[argument] = value;
  }
  return isPersonal && z.safeParse(input, args).success ? [{ tool: name, title, args }] : [];
}

const lookUp = defineRoute({
  method: "post",
  path: "/v1/cases/{caseId}/lookups",
  operationId: "lookUp",
  summary: "Look something up for the customer of a case, under the guardrails; that you did is noted in the case",
  tag: "work",
  pathSchema: casePath,
  querySchema: noFields,
  body: { name: "LookUpRequest", schema: lookUpRequestSchema },
  answers: [{ status: 200, schema: "LookupAnswer", about: "What the system of record answered, and when." }],
  problems: ["PUR-2002", "PUR-2161", "PUR-2164", "PUR-5021"],
  handle: async ({ path: { caseId }, body, caller }, services) => {
    const outcome = await lookUpNow(caseId, body, caller, services);
    return json<LookupAnswer>({ tool: body.tool, readAt: services.world.now(), outcome });
  },
});

const records = defineRoute({
  method: "get",
  path: "/v1/cases/{caseId}/records",
  operationId: "readRecordsBeside",
  summary:
    "Read what the blueprint shows of her beside a case, under the guardrails; each system is asked at most once a minute",
  tag: "work",
  pathSchema: casePath,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "CaseRecords", about: "Each lookup with what it found and when it was read." }],
  problems: ["PUR-2002", "PUR-2161", "PUR-2164"],
  handle: async ({ path: { caseId }, caller }, services) =>
    json<CaseRecords>({ lookups: [...(await services.readRecordsBeside(caseId, caller, services))] }),
});

export const assistRoutes: readonly Route[] = [draft, replies, lookups, lookUp, records];
