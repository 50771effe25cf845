import {
  type CaseSummary,
  type CaseView,
  type OpenCaseRequest,
  PurserError,
  caseIdSchema,
  caseStatusSchema,
  customerIdSchema,
  openCaseRequestSchema,
} from "@purser/contract";
import { z } from "zod";
import { type NewCase, openCase } from "../../conversations/open-case.ts";
import { readCaseNow } from "../../conversations/read-case-now.ts";
import type { ApiServices } from "../api-services.ts";
import { requireScope } from "../authenticate.ts";
import { streamCases } from "../case-stream.ts";
import { caseSummaryOf, caseViewOf } from "../case-view.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";

/** The path of everything about one case. */
export const casePath = z.object({ caseId: caseIdSchema });

const open = defineRoute({
  method: "post",
  path: "/v1/cases",
  operationId: "openCase",
  summary: "Open a case, with its first message if there is one",
  tag: "cases",
  pathSchema: noFields,
  querySchema: noFields,
  body: { name: "OpenCaseRequest", schema: openCaseRequestSchema },
  answers: [
    {
      status: 201,
      schema: "OpenedCase",
      about: "The case is stored; a repeat of the request answers with the same one.",
    },
  ],
  isIdempotent: true,
  problems: ["PUR-2007"],
  handle: async ({ body, caller, headers }, services) => {
    if (body.level !== undefined) requireScope(caller, "channel", "vouch for who a customer is");
    const opened = await openCase(newCaseOf(body, caller.id, headers.idempotencyKey, services), services.desk);
    return json(opened, 201, { location: `/v1/cases/${opened.caseId}` });
  },
});

function newCaseOf(
  request: OpenCaseRequest,
  callerId: string,
  idempotencyKey: string | null,
  { desk, world }: ApiServices,
): NewCase {
  const { customer, channel, subject, goal, text } = request;
  if (world.blueprints.inForce().settings.channels[channel] === undefined) {
    throw new PurserError("PUR-2001", `channel: the blueprint has no channel ${channel}.`);
  }
  const level = request.level ?? (customer === undefined ? 0 : 1);
  const delivery = { provider: "api", deliveryId: `case:${idempotencyKey ?? desk.id("msg")}` };
  return {
    trigger: text === undefined ? { kind: "person", name: callerId } : { kind: "message", name: channel },
    channel,
    customerRef: customer ?? null,
    identity: { level, method: "api-key", expiresAt: null },
    delivery,
    ...(subject === undefined ? {} : { subject }),
    ...(goal === undefined ? {} : { goal }),
    ...(text === undefined ? {} : { message: { text, ...delivery } }),
  };
}

const listQuery = z.strictObject({
  status: caseStatusSchema.exactOptional(),
  customerId: customerIdSchema.exactOptional(),
  cursor: z.string().max(200).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const list = defineRoute({
  method: "get",
  path: "/v1/cases",
  operationId: "listCases",
  summary: "List cases, the one that changed last first; as server-sent events each again whenever it changes",
  tag: "cases",
  pathSchema: noFields,
  querySchema: listQuery,
  body: noBody,
  answers: [{ status: 200, schema: "CasePage", about: "A page of cases with the cursor of the next one." }],
  streams: { about: "Events named case; the data of each is a case as the page has it.", resumes: false },
  handle: async ({ query, headers, signal }, services) => {
    const { store, tenant } = services.desk;
    const { status = null, customerId = null, cursor = null, limit } = query;
    const filter = { tenant, status, customerId, after: cursor, limit };
    if (headers.accept.includes("text/event-stream")) return streamCases(filter, services, signal);
    const { rows, next } = await store.listCases(filter);
    return json<{ cases: CaseSummary[]; next: string | null }>({ cases: rows.map(caseSummaryOf), next });
  },
});

const read = defineRoute({
  method: "get",
  path: "/v1/cases/{caseId}",
  operationId: "readCase",
  summary: "Read a case as it stands",
  tag: "cases",
  pathSchema: casePath,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "Case", about: "The case." }],
  problems: ["PUR-2002"],
  handle: async ({ path }, { desk }) => json<CaseView>(caseViewOf(await readCaseNow(path.caseId, desk))),
});

export const caseRoutes: readonly Route[] = [open, list, read];
