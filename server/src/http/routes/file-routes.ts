import {
  type Attachment,
  type CaseId,
  type CustomerId,
  type ErrorCode,
  fileIdSchema,
  PurserError,
} from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { z } from "zod";
import { refuseClosed } from "../../conversations/append-inlet.ts";
import { customersFiles, findFile, keepFile } from "../../conversations/files.ts";
import { readCaseNow } from "../../conversations/read-case-now.ts";
import { refuseUnlessHas } from "../../conversations/teammate-work.ts";
import { conversationOf } from "../../conversations/visitors/visit.ts";
import { readConversation, type Visitor } from "../../conversations/visitors/visitor-session.ts";
import type { ApiServices } from "../api-services.ts";
import { requireScope } from "../authenticate.ts";
import { fileAnswer } from "../files/file-answer.ts";
import { fileBoundsOf, takeUpload } from "../files/take-upload.ts";
import type { RequestHeaders } from "../read-request.ts";
import { defineRoute, defineVisitorRoute, json, noBody, noFields, type Route } from "../route.ts";
import { keepFilesLimit } from "../visitors/visitor-limits.ts";
import { casePath } from "./case-routes.ts";

const refusals: readonly ErrorCode[] = [
  "PUR-2004",
  "PUR-3390",
  "PUR-3391",
  "PUR-3392",
  "PUR-3393",
  "PUR-3395",
  "PUR-3396",
  "PUR-3397",
];
const kept = [
  { status: 201, schema: "Attachment", about: "It is kept until a message names it, or for a day." },
] as const;
const found = [
  { status: 200, schema: null, about: "The file. A picture may be shown; anything else is saved." },
] as const;
const filePath = casePath.extend({ fileId: fileIdSchema });

const send = defineRoute({
  method: "post",
  path: "/v1/cases/{caseId}/files",
  operationId: "sendFile",
  summary: "Send a file ahead of the message that names it, as the teammate who has the case or for its customer",
  tag: "files",
  pathSchema: casePath,
  querySchema: z.strictObject({ from: z.enum(["teammate", "customer"]).default("teammate") }),
  body: noBody,
  takesFile: true,
  isIdempotent: true,
  answers: kept,
  problems: ["PUR-2002", "PUR-2007", "PUR-2160", "PUR-2162", ...refusals],
  handle: async ({ path: { caseId }, query: { from }, headers, caller, incomingFile }, services) => {
    const { desk } = services;
    const caseNow = await readCaseNow(caseId, desk);
    refuseClosed(caseNow);
    const { customerId } = caseNow.row;
    const key = headers.idempotencyKey ?? desk.id("file");
    const by = from === "customer" ? customersFiles : caller.id;
    if (from === "teammate") refuseUnlessHas(caseNow.state, caller);
    else {
      requireScope(caller, "channel", "pass on what a customer sends");
      if (customerId !== null) await keepFilesLimit(customerId, turnOf(caseId, key), headers, services);
    }
    const file = await takeUpload(incomingFile(), fileBoundsOf(desk));
    return json<Attachment>(await keepFile({ caseId, subjectId: customerId ?? caseId, by }, file, key, desk), 201);
  },
});

const read = defineRoute({
  method: "get",
  path: "/v1/cases/{caseId}/files/{fileId}",
  operationId: "readFile",
  summary: "Read a file that a message of the case names",
  tag: "files",
  pathSchema: filePath,
  querySchema: noFields,
  body: noBody,
  answers: found,
  problems: ["PUR-2002", "PUR-3394", "PUR-3398"],
  handle: async ({ path: { caseId, fileId } }, { desk }) => fileAnswer(await findFile(caseId, fileId, desk), desk),
});

const sendAsVisitor = defineVisitorRoute({
  method: "post",
  path: "/v1/visitor/files",
  operationId: "sendFileAsVisitor",
  summary: "Send a file ahead of the message that names it, also of the first one",
  tag: "visitors",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  takesFile: true,
  isIdempotent: true,
  answers: kept,
  problems: ["PUR-3361", ...refusals],
  handle: async ({ visitor, headers, incomingFile }, services) => {
    const { desk } = services;
    const { caseId, customerId } = await conversationFor(visitor, headers, services);
    const key = headers.idempotencyKey ?? desk.id("file");
    await keepFilesLimit(customerId, turnOf(caseId, key), headers, services);
    const file = await takeUpload(incomingFile(), fileBoundsOf(desk));
    const place = { caseId, subjectId: customerId ?? caseId, by: customersFiles };
    return json<Attachment>(await keepFile(place, file, key, desk), 201);
  },
});

const readAsVisitor = defineVisitorRoute({
  method: "get",
  path: "/v1/visitor/files/{fileId}",
  operationId: "readFileAsVisitor",
  summary: "Read a file that a message of her conversation names",
  tag: "visitors",
  pathSchema: z.object({ fileId: fileIdSchema }),
  querySchema: noFields,
  body: noBody,
  answers: found,
  problems: ["PUR-3361", "PUR-3394", "PUR-3398"],
  handle: async ({ visitor, path: { fileId } }, { desk }) => {
    if (visitor === null) throw new PurserError("PUR-3360", "The Authorization header must be Bearer and a session.");
    const { row } = await readConversation(visitor, desk);
    return fileAnswer(await findFile(row.caseId, fileId, desk), desk);
  },
});

/** The conversation that she has, or the one that her first message will begin. */
async function conversationFor(
  visitor: Visitor | null,
  { conversationKey }: RequestHeaders,
  { desk }: ApiServices,
): Promise<{ caseId: CaseId; customerId: CustomerId | null }> {
  const { tenant, store } = desk;
  if ((visitor === null || visitor.case === null) && conversationKey === null)
    throw new PurserError(
      visitor === null ? "PUR-3360" : "PUR-3361",
      "Show a session, or a Conversation-Key that the first message will have.",
    );
  const caseId = visitor?.case ?? (await conversationOf(conversationKey ?? "", desk));
  const customer = visitor?.customer ?? null;
  if ((await store.readCase(tenant, caseId)) === null && visitor?.case !== caseId)
    return { caseId, customerId: customer === null ? null : await store.customerOf(tenant, customer) };
  const claim = visitor ?? { customer: null, level: 0, identifiedUntil: null, expires: await store.now() };
  const caseNow = await readConversation({ ...claim, case: caseId }, desk);
  refuseClosed(caseNow);
  return { caseId: caseNow.row.caseId, customerId: caseNow.row.customerId };
}

function turnOf(caseId: CaseId, key: string): string {
  return hashOf({ caseId, key });
}

export const fileRoutes: readonly Route[] = [send, read, sendAsVisitor, readAsVisitor];
