import { type InboxCase, inboxViewSchema } from "@purser/contract";
import { z } from "zod";
import type { CaseListView } from "../../cases/case-store.ts";
import { inboxCaseOf, streamInbox } from "../inbox.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";

const largestPage = 100;
const listQuery = z.strictObject({
  view: inboxViewSchema.exactOptional(),
  /** The beginning of a case's id, or a customer's reference as the systems of record have it. */
  q: z.string().trim().min(1).max(200).exactOptional(),
  cursor: z.string().max(200).exactOptional(),
  limit: z.coerce.number().int().min(1).max(largestPage).default(50),
});

const list = defineRoute({
  method: "get",
  path: "/v1/inbox",
  operationId: "listInbox",
  summary:
    "List cases as people work through them, the one that changed last first; as server-sent events as they change",
  tag: "work",
  pathSchema: noFields,
  querySchema: listQuery,
  body: noBody,
  answers: [{ status: 200, schema: "InboxPage", about: "A page of cases with the cursor of the next one." }],
  streams: {
    about: "Events named case, each a case as the page has it, and gone, with the caseId of one that left the view.",
    resumes: false,
  },
  handle: async ({ query: { view, q, cursor = null, limit }, caller, headers, signal }, services) => {
    const { desk } = services;
    const filter = {
      tenant: desk.tenant,
      status: null,
      customerId: null,
      after: cursor,
      limit,
      ...(view === undefined ? {} : { view: viewOf(view, caller.id) }),
      ...(q === undefined ? {} : { search: q }),
    };
    if (headers.accept.includes("text/event-stream")) return streamInbox(filter, services, signal);
    const { rows, next } = await desk.store.listCases(filter);
    const cases = await Promise.all(rows.map((row) => inboxCaseOf(row, desk)));
    return json<{ cases: InboxCase[]; next: string | null }>({ cases, next });
  },
});

function viewOf(view: z.infer<typeof inboxViewSchema>, teammateId: string): CaseListView {
  return view === "mine" ? { kind: view, teammateId } : { kind: view };
}

export const inboxRoutes: readonly Route[] = [list];
