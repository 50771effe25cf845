import {
  type AddedNote,
  addNoteRequestSchema,
  type ApprovalCounts,
  countedDaysSchema,
  type DecidedPause,
  decisionSchema,
  type MentionView,
  readMentionsRequestSchema,
  type TeammateView,
} from "@purser/contract";
import { z } from "zod";
import { countApprovals, listDecisions } from "../../conversations/pauses/approval-counts.ts";
import { listMentions, readMentions, writeNote } from "../../conversations/write-note.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";
import { teammatesOf } from "../desk/teammates.ts";
import { casePath } from "./case-routes.ts";

const nothing = { pathSchema: noFields, querySchema: noFields, tag: "work" } as const;

const teammates = defineRoute({
  ...nothing,
  method: "get",
  path: "/v1/teammates",
  operationId: "listTeammates",
  summary: "List who works here: whom a note can name, and whom a case can be given to",
  body: noBody,
  answers: [{ status: 200, schema: "Teammates", about: "By id: those of the blueprint, and those with an account." }],
  handle: async (_, services) => json<{ teammates: TeammateView[] }>({ teammates: await teammatesOf(services) }),
});

const note = defineRoute({
  method: "post",
  path: "/v1/cases/{caseId}/notes",
  operationId: "addNote",
  summary: "Add a note for teammates; the customer does not see it, and whom it names after an @ is told",
  tag: "cases",
  pathSchema: casePath,
  querySchema: noFields,
  body: { name: "AddNoteRequest", schema: addNoteRequestSchema },
  answers: [{ status: 200, schema: "AddedNote", about: "It is stored; who is told, and which names nobody has." }],
  problems: ["PUR-2002", "PUR-2006"],
  handle: async ({ path: { caseId }, body, caller }, services) => {
    const known = new Set((await teammatesOf(services)).map(({ id }) => id));
    const isMailed = services.world.blueprints.inForce().settings.mail !== undefined;
    return json<AddedNote>(await writeNote(caseId, caller.id, body.text, { known, isMailed }, services.desk));
  },
});

const mentions = defineRoute({
  ...nothing,
  method: "get",
  path: "/v1/mentions",
  operationId: "listMentions",
  summary: "List the notes that name you, the last first, and how many you have not seen",
  body: noBody,
  answers: [{ status: 200, schema: "Mentions", about: "At most 100." }],
  handle: async ({ caller }, { desk }) =>
    json<{ unread: number; mentions: MentionView[] }>(await listMentions(caller.id, desk)),
});

const seen = defineRoute({
  ...nothing,
  method: "post",
  path: "/v1/mentions/read",
  operationId: "readMentions",
  summary: "Say that you have seen the notes that name you, up to a time",
  isOwn: true,
  body: { name: "ReadMentionsRequest", schema: readMentionsRequestSchema },
  answers: [{ status: 200, schema: "Mentions", about: "As they are now." }],
  handle: async ({ body, caller }, { desk }) => {
    await readMentions(caller.id, body.upTo, desk);
    return json<{ unread: number; mentions: MentionView[] }>(await listMentions(caller.id, desk));
  },
});

const daysQuery = z.strictObject({ days: countedDaysSchema.default("7") });

const counts = defineRoute({
  ...nothing,
  method: "get",
  path: "/v1/approvals/counts",
  operationId: "countApprovals",
  summary: "Count how approvals went: time to decision, share approved, and how many were decided within five seconds",
  querySchema: daysQuery,
  body: noBody,
  answers: [{ status: 200, schema: "ApprovalCounts", about: "In all, by person and by policy; of others for leads." }],
  handle: async ({ query: { days }, caller }, { desk }) =>
    json<ApprovalCounts>(await countApprovals(Number(days), caller, desk)),
});

const decisionsQuery = daysQuery.extend({
  person: z.string().max(60).exactOptional(),
  policy: z.string().max(200).exactOptional(),
  decision: decisionSchema.exactOptional(),
  quick: z.enum(["true", "false"]).exactOptional(),
});

const decisions = defineRoute({
  ...nothing,
  method: "get",
  path: "/v1/approvals/decisions",
  operationId: "listDecisions",
  summary: "List the decisions behind a count, the last first",
  querySchema: decisionsQuery,
  body: noBody,
  answers: [{ status: 200, schema: "DecidedPauses", about: "At most 200, each with its case." }],
  handle: async ({ query: { days, person, policy, decision, quick }, caller }, { desk }) => {
    const filter = {
      ...(person === undefined ? {} : { personId: person }),
      ...(policy === undefined ? {} : { policy }),
      ...(decision === undefined ? {} : { decision }),
      isQuick: quick === "true",
    };
    const rows = await listDecisions(Number(days), filter, caller, desk);
    return json<{ decisions: DecidedPause[] }>({
      decisions: rows.map((row) => ({ ...row, policies: [...row.policies] })),
    });
  },
});

export const deskRoutes: readonly Route[] = [teammates, note, mentions, seen, counts, decisions];
