import {
  type CaseSummary,
  type CaseView,
  type ErrorCode,
  caseIdSchema,
  caseStatusSchema,
  customerIdSchema,
  openCaseRequestSchema,
} from "@purser/contract";
import { z } from "zod";
import { streamCases } from "../streams/case-stream.ts";
import { caseSummaryOf, readCaseView } from "../case-view.ts";
import { openAsked } from "../new-case.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";

/** The path of everything about one case. */
export const casePath = z.object({ caseId: caseIdSchema });

/** What can be wrong with a request that opens a case. */
export const openingProblems: readonly ErrorCode[] = [
  "PUR-2007",
  "PUR-2031",
  "PUR-2032",
  "PUR-2033",
  "PUR-2034",
  "PUR-2035",
  "PUR-2036",
  "PUR-2167",
  "PUR-2168",
];

export const openedCase = [
  {
    status: 201,
    schema: "OpenedCase",
    about: "The case is stored; a repeat of the request answers with the same one.",
  },
] as const;

const open = defineRoute({
  method: "post",
  path: "/v1/cases",
  operationId: "openCase",
  summary: "Open a case, with its first message if there is one",
  tag: "cases",
  pathSchema: noFields,
  querySchema: noFields,
  body: { name: "OpenCaseRequest", schema: openCaseRequestSchema },
  answers: openedCase,
  isIdempotent: true,
  problems: openingProblems,
  handle: async ({ body, caller, headers }, services) => {
    const wish = { request: body, caller, idempotencyKey: headers.idempotencyKey };
    const opened = await openAsked(wish, null, services);
    return json(opened, 201, { location: `/v1/cases/${opened.caseId}` });
  },
});

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
  handle: async ({ query, headers, follower }, services) => {
    const { store, tenant } = services.desk;
    const { status = null, customerId = null, cursor = null, limit } = query;
    const filter = { tenant, status, customerId, after: cursor, limit };
    if (headers.accept.includes("text/event-stream")) return streamCases(filter, services, follower);
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
  handle: async ({ path }, services) => json<CaseView>(await readCaseView(path.caseId, services)),
});

export const caseRoutes: readonly Route[] = [open, list, read];
