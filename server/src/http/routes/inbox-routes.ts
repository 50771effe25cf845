import {
  type ActedOnCases,
  actOnCasesRequestSchema,
  caseTagSchema,
  type DeskNotesView,
  inboxFilterSchema,
  type InboxPage,
  instantSchema,
  PurserError,
  type SavedFilters,
  savedFiltersSchema,
  type tagListSchema,
} from "@purser/contract";
import { z } from "zod";
import { actOnCases } from "../../conversations/desk-actions.ts";
import { readCaseNow } from "../../conversations/read-case-now.ts";
import type { ApiServices } from "../api-services.ts";
import { inboxCasesOf, readDeskNotes } from "../desk/inbox.ts";
import { readInboxPage } from "../desk/inbox-page.ts";
import { streamInbox } from "../desk/inbox-stream.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";
import { teammateNamed } from "../desk/teammates.ts";
import { casePath } from "./case-routes.ts";

const largestPage = 100;
const listQuery = z.strictObject({
  ...inboxFilterSchema.shape,
  /** With a comma between them. */
  tags: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(caseTagSchema).min(1).max(10))
    .exactOptional(),
  cursor: z.string().max(200).exactOptional(),
  limit: z.coerce.number().int().min(1).max(largestPage).default(50),
  /** For a stream: only what changes from this time on, in the place of the page. */
  since: instantSchema.exactOptional(),
});

const list = defineRoute({
  method: "get",
  path: "/v1/inbox",
  operationId: "listInbox",
  summary:
    "List cases as people work through them, the one that changed last first, or what is due first; as server-sent events as they change",
  tag: "work",
  pathSchema: noFields,
  querySchema: listQuery,
  body: noBody,
  answers: [{ status: 200, schema: "InboxPage", about: "A page of cases with the cursor of the next one." }],
  streams: {
    about:
      "Events named case, each a case as the page has it; gone, with the caseId of one that is not of the view; and anew, when so much has changed that the page is to be read again.",
    resumes: true,
  },
  handle: async ({ query: { cursor = null, since = null, ...filter }, caller, headers, follower }, services) => {
    const { desk } = services;
    const query = { ...filter, cursor, callerId: caller.id };
    if (headers.accept.includes("text/event-stream")) {
      const resumed = instantSchema.safeParse(headers.lastEventId);
      return streamInbox({ ...query, since: resumed.data ?? since }, services, follower);
    }
    const at = await desk.store.now();
    const { rows, next } = await readInboxPage(query, desk);
    return json<InboxPage>({ cases: await inboxCasesOf(rows, desk), next, at });
  },
});

const act = defineRoute({
  method: "post",
  path: "/v1/inbox/actions",
  operationId: "actOnCases",
  summary: "Tag, snooze, assign or close one case or up to a hundred; each result is told, with what takes it back",
  tag: "work",
  pathSchema: noFields,
  querySchema: noFields,
  body: { name: "ActOnCasesRequest", schema: actOnCasesRequestSchema },
  answers: [{ status: 200, schema: "ActedOnCases", about: "What became of each, in the order asked." }],
  handle: async ({ body: { caseIds, action }, caller }, services) => {
    const named = (id: string) => teammateNamed(id, services);
    return json<ActedOnCases>({
      results: [...(await actOnCases(caseIds, action, caller, { ...services.desk, named }))],
    });
  },
});

const notes = defineRoute({
  method: "get",
  path: "/v1/cases/{caseId}/desk-notes",
  operationId: "readDeskNotes",
  summary: "Read the tags of a case, until when it is snoozed, what is due, and who changed that when",
  tag: "work",
  pathSchema: casePath,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "DeskNotes", about: "What the desk notes of the case." }],
  problems: ["PUR-2002", "PUR-2182"],
  handle: async ({ path: { caseId } }, { desk }) => {
    await readCaseNow(caseId, desk);
    const [noted, changes] = await Promise.all([
      readDeskNotes([caseId], desk),
      desk.store.readNoteChanges(desk.tenant, caseId),
    ]);
    return json<DeskNotesView>({ ...noted(caseId), changes: [...changes] });
  },
});

const tags = defineRoute({
  method: "get",
  path: "/v1/inbox/tags",
  operationId: "listTags",
  summary: "List the tags in use, the most used first",
  tag: "work",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "TagList", about: "A hundred at most." }],
  handle: async (_request, { desk }) =>
    json<z.infer<typeof tagListSchema>>({ tags: [...(await desk.store.listTags(desk.tenant))] }),
});

const readFilters = defineRoute({
  method: "get",
  path: "/v1/inbox/filters",
  operationId: "readFilters",
  summary: "Read the filters that the caller has saved, in their order",
  tag: "work",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "SavedFilters", about: "All of them; version 0 before the first is saved." }],
  problems: ["PUR-3303"],
  handle: async ({ caller }, services) => {
    const saved = await accountsIn(services).readFilters(caller.id);
    if (saved === null) return json<SavedFilters>({ version: 0, filters: [] });
    return json<SavedFilters>(savedFiltersSchema.parse(JSON.parse(saved.text)));
  },
});

const saveFilters = defineRoute({
  method: "post",
  path: "/v1/inbox/filters",
  operationId: "saveFilters",
  summary: "Save all filters of the caller anew; `version` is the one that was read",
  isOwn: true,
  tag: "work",
  pathSchema: noFields,
  querySchema: noFields,
  body: { name: "SavedFilters", schema: savedFiltersSchema },
  answers: [{ status: 200, schema: "SavedFilters", about: "They are saved, under the next version." }],
  problems: ["PUR-3302", "PUR-3303"],
  handle: async ({ body, caller }, services) => {
    const saved: SavedFilters = { ...body, version: body.version + 1 };
    const text = JSON.stringify(saved);
    if (!(await accountsIn(services).saveFilters(caller.id, { version: saved.version, text })))
      throw new PurserError("PUR-3302", `Version ${body.version} is not the last.`);
    return json<SavedFilters>(saved);
  },
});

function accountsIn({ signIn }: ApiServices) {
  if (signIn === null) throw new PurserError("PUR-3303", "This server has none.");
  return signIn.accounts;
}

export const inboxRoutes: readonly Route[] = [list, act, notes, tags, readFilters, saveFilters];
