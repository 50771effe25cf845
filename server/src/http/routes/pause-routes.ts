import {
  type CaseId,
  type PauseId,
  type PauseView,
  type ProposalId,
  PurserError,
  answerPauseRequestSchema,
  pauseIdSchema,
  pauseKindSchema,
  pauseStateSchema,
  proposeAgainRequestSchema,
} from "@purser/contract";
import { z } from "zod";
import type { PauseRow } from "../../cases/case-store.ts";
import { type Answering, answerPause } from "../../conversations/pauses/answer-pause.ts";
import type { Desk } from "../../conversations/desk.ts";
import { proposeAgain } from "../../conversations/pauses/propose-again.ts";
import { readPause } from "../../conversations/pauses/read-pause.ts";
import { visiblePauses } from "../../conversations/pauses/visible-pauses.ts";
import { type Caller, requireScope } from "../authenticate.ts";
import { refuseUnfitEdit } from "../edited-arguments.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";

const pausePath = z.object({ pauseId: pauseIdSchema });
const mostPauses = 500;
const listQuery = z.strictObject({
  status: pauseStateSchema.default("open"),
  kind: pauseKindSchema.exactOptional(),
  limit: z.coerce.number().int().min(1).max(mostPauses).default(100),
});

const list = defineRoute({
  method: "get",
  path: "/v1/pauses",
  operationId: "listPauses",
  summary: "List what waits for an answer and this key may see, the one that is due first first",
  tag: "pauses",
  pathSchema: noFields,
  querySchema: listQuery,
  body: noBody,
  answers: [{ status: 200, schema: "PausePage", about: "The pauses; what each asks is read one by one." }],
  handle: async ({ query: { status: state, kind = null, limit }, caller }, { desk }) => {
    const rows = await desk.store.listPauses(desk.tenant, { state, kind }, mostPauses);
    return json<{ pauses: PauseRow[] }>({ pauses: (await seenBy(rows, caller, desk)).slice(0, limit) });
  },
});

const read = defineRoute({
  method: "get",
  path: "/v1/pauses/{pauseId}",
  operationId: "readPause",
  summary: "Read what a pause asks, with the digest that an answer must name",
  tag: "pauses",
  pathSchema: pausePath,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "Pause", about: "The pause." }],
  problems: ["PUR-2002"],
  handle: async ({ path: { pauseId }, caller }, { desk }) => {
    const row = await desk.store.findPause(desk.tenant, pauseId);
    if (row === null || (await seenBy([row], caller, desk)).length === 0) throw new PurserError("PUR-2002", pauseId);
    return json<PauseView>(await readPause(pauseId, desk));
  },
});

const answer = defineRoute({
  method: "post",
  path: "/v1/pauses/{pauseId}/answer",
  operationId: "answerPause",
  summary: "Answer a pause, once",
  refusesItself: true,
  tag: "pauses",
  pathSchema: pausePath,
  querySchema: noFields,
  body: { name: "AnswerPauseRequest", schema: answerPauseRequestSchema },
  answers: [{ status: 200, schema: "AnsweredPause", about: "The answer is stored." }],
  problems: [
    "PUR-2002",
    "PUR-2006",
    "PUR-2007",
    "PUR-2164",
    "PUR-4001",
    "PUR-4002",
    "PUR-4003",
    "PUR-4004",
    "PUR-4006",
  ],
  handle: async ({ path: { pauseId }, body, caller }, services) => {
    const { desk } = services;
    const { as, surface, ...given } = body;
    await refuseUnfitEdit(pauseId, given, services);
    const by = as === "customer" ? await customerOf(pauseId, caller, surface, desk) : teammate(caller, surface);
    const { caseId } = await answerPause(pauseId, given, by, desk);
    return json<{ caseId: CaseId; pauseId: PauseId }>({ caseId, pauseId });
  },
});

const again = defineRoute({
  method: "post",
  path: "/v1/pauses/{pauseId}/propose-again",
  operationId: "proposeAgain",
  summary: "Propose anew what an expired pause was about: judged over facts read anew, and asked about anew",
  tag: "pauses",
  pathSchema: pausePath,
  querySchema: noFields,
  body: { name: "ProposeAgainRequest", schema: proposeAgainRequestSchema },
  answers: [{ status: 201, schema: "ProposedAgain", about: "It is proposed; of the same pause once." }],
  problems: ["PUR-2002", "PUR-2004", "PUR-2006", "PUR-2007", "PUR-4004", "PUR-4060"],
  handle: async ({ path: { pauseId }, body: { as }, caller }, { desk }) => {
    const by = as === "customer" ? await customerOf(pauseId, caller, "api", desk) : teammate(caller, "api");
    return json<{ caseId: CaseId; proposalId: ProposalId }>(await proposeAgain(pauseId, by, desk), 201);
  },
});

/** A channel's key sees what asks customers; that of a person at the desk what this person may see. */
async function seenBy(rows: readonly PauseRow[], caller: Caller, desk: Desk): Promise<readonly PauseRow[]> {
  const isOfCustomer = ({ mayAnswer }: PauseRow): boolean =>
    caller.scopes.includes("channel") && mayAnswer === "customer";
  const others = rows.filter((row) => !isOfCustomer(row));
  const seen = new Set(caller.scopes.includes("desk") ? await visiblePauses(others, caller, desk) : []);
  return rows.filter((row) => isOfCustomer(row) || seen.has(row));
}

/** Who signed in at the desk answers with a second factor or not at all. Throws PUR-2044 without one. */
function teammate({ id, role, authenticated }: Caller, surface: Answering["surface"]): Answering {
  if (authenticated === "session") throw new PurserError("PUR-2044", "Answering what waits needs one.");
  return { kind: "teammate", id, role, authenticated, surface };
}

/** The customer of the case, for whom a channel's key vouches. */
async function customerOf(
  pauseId: PauseId,
  caller: Caller,
  surface: Answering["surface"],
  { store, tenant }: Desk,
): Promise<Answering> {
  requireScope(caller, "channel", "speak for a customer");
  const pause = await store.findPause(tenant, pauseId);
  const row = pause === null ? null : await store.readCase(tenant, pause.caseId);
  if (row === null) throw new PurserError("PUR-2002", pauseId);
  return { kind: "customer", id: row.customerId ?? row.caseId, role: null, authenticated: "channel", surface };
}

export const pauseRoutes: readonly Route[] = [list, read, answer, again];
