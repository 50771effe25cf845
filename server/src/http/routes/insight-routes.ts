import {
  type InboxPage,
  type Insights,
  countedCasesSchema,
  handoffTriggerSchema,
  insightKeySchema,
  instantOf,
  instantSchema,
  epochMsOf,
  PurserError,
} from "@purser/contract";
import { days } from "@purser/kit";
import { z } from "zod";
import type { ApiServices } from "../api-services.ts";
import { inboxCasesOf } from "../desk/inbox.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";

const usualSpanMs = days(30);
const longestSpanMs = days(400);
const spanShape = {
  /** 30 days before `until` unless it is given. */
  since: instantSchema.exactOptional(),
  until: instantSchema.exactOptional(),
} as const;

type Span = { since: Insights["since"]; until: Insights["until"]; timeZone: string };

/** Throws PUR-2001 for a span that ends before it begins, or that is longer than 400 days. */
async function spanOf(
  asked: { since?: Insights["since"]; until?: Insights["until"] },
  { desk, world }: ApiServices,
): Promise<Span> {
  const until = asked.until ?? (await desk.store.now());
  const since = asked.since ?? instantOf(epochMsOf(until) - usualSpanMs);
  const lengthMs = epochMsOf(until) - epochMsOf(since);
  if (lengthMs <= 0 || lengthMs > longestSpanMs)
    throw new PurserError("PUR-2001", "Insights go from since to a later until, 400 days apart at most.");
  return { since, until, timeZone: world.blueprints.inForce().settings.timeZone };
}

const read = defineRoute({
  method: "get",
  path: "/v1/insights",
  operationId: "readInsights",
  summary: "Count cases and what became of them, by procedure, channel or week",
  tag: "insights",
  pathSchema: noFields,
  querySchema: z.strictObject({ ...spanShape, by: insightKeySchema.default("procedure") }),
  body: noBody,
  answers: [
    { status: 200, schema: "Insights", about: "What was counted; a case counts some seconds after it changed." },
  ],
  handle: async ({ query: { by, ...asked } }, services) => {
    const span = await spanOf(asked, services);
    const { desk, world } = services;
    const { currency } = world.blueprints.inForce().settings;
    const counted = await desk.store.readCounted({ tenant: desk.tenant, by, ...span });
    return json<Insights>({ since: span.since, until: span.until, currency, by, ...counted });
  },
});

const listQuery = z.strictObject({
  ...spanShape,
  what: countedCasesSchema.default("cases"),
  by: insightKeySchema.exactOptional(),
  /** The group's key; with `by` and without it, the group that has none. */
  key: z.string().max(200).exactOptional(),
  handoff: handoffTriggerSchema.exactOptional(),
  cursor: z.string().max(200).exactOptional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

const list = defineRoute({
  method: "get",
  path: "/v1/insights/cases",
  operationId: "listCountedCases",
  summary: "List the cases that a figure of the insights counts, the one that changed last first",
  tag: "insights",
  pathSchema: noFields,
  querySchema: listQuery,
  body: noBody,
  answers: [{ status: 200, schema: "InboxPage", about: "A page of cases with the cursor of the next one." }],
  handle: async ({ query: { what, by, key = null, handoff = null, cursor = null, limit, ...asked } }, services) => {
    const { desk } = services;
    const at = await desk.store.now();
    const group = by === undefined ? null : { by, key };
    const { rows, next } = await desk.store.listCases({
      tenant: desk.tenant,
      status: null,
      customerId: null,
      after: cursor,
      limit,
      counted: { ...(await spanOf(asked, services)), what, group, handoff },
    });
    return json<InboxPage>({ cases: await inboxCasesOf(rows, desk), next, at });
  },
});

export const insightRoutes: readonly Route[] = [read, list];
