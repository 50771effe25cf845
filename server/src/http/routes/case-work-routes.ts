import {
  type CaseId,
  type ErrorCode,
  assignCaseRequestSchema,
  changeIdentityRequestSchema,
  closeCaseRequestSchema,
  PurserError,
  leaveCaseRequestSchema,
  mergeCaseRequestSchema,
  reopenCaseRequestSchema,
  replyToCustomerRequestSchema,
  sendMessageRequestSchema,
} from "@purser/contract";
import { closeCase, reopenCase } from "../../conversations/end-case.ts";
import { mergeCases } from "../../conversations/merge-cases.ts";
import { changeIdentity } from "../../conversations/customers/change-identity.ts";
import {
  assignCase,
  releaseCase,
  replyAsTeammate,
  returnToAgent,
  takeOver,
} from "../../conversations/teammate-work.ts";
import { requireScope } from "../authenticate.ts";
import { takeMessage } from "../limited-inlets.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";
import { teammateNamed } from "../desk/teammates.ts";
import { casePath } from "./case-routes.ts";

const problems: readonly ErrorCode[] = ["PUR-2002", "PUR-2004", "PUR-2006"];
const leave = { name: "LeaveCaseRequest", schema: leaveCaseRequestSchema } as const;
const changed = [{ status: 200, schema: "ChangedCase", about: "It is stored." }] as const;

/** What all of these routes have: something is done to one case. */
const toCase = { method: "post", pathSchema: casePath, querySchema: noFields } as const;

const message = defineRoute({
  ...toCase,
  path: "/v1/cases/{caseId}/messages",
  operationId: "sendMessage",
  summary: "Hand in a message of the customer; a plain yes or no answers her one open question",
  tag: "cases",
  body: { name: "SendMessageRequest", schema: sendMessageRequestSchema },
  answers: [
    {
      status: 202,
      schema: "AcceptedMessage",
      about: "The message is stored; the answer comes as an event of the case.",
    },
  ],
  problems: [...problems, "PUR-2007", "PUR-2037", "PUR-2167", "PUR-3393", "PUR-3394"],
  isIdempotent: true,
  handle: async ({ path: { caseId }, body, headers, caller }, { desk }) => {
    requireScope(caller, "channel", "pass on what a customer says");
    const deliveryId = `${caseId}:${body.messageId ?? headers.idempotencyKey ?? desk.id("msg")}`;
    const { text, attachments } = body;
    const files = { of: caseId, ids: attachments };
    const taken = await takeMessage(caseId, { text, provider: "api", deliveryId, files }, desk);
    return json<{ caseId: CaseId; isNew: boolean }>(taken, 202);
  },
});

const identity = defineRoute({
  ...toCase,
  path: "/v1/cases/{caseId}/identity",
  operationId: "changeIdentity",
  summary: "Tell how the customer has shown who she is; what waits for it is judged anew",
  tag: "cases",
  body: { name: "ChangeIdentityRequest", schema: changeIdentityRequestSchema },
  answers: changed,
  problems: [...problems, "PUR-2007"],
  handle: async ({ path: { caseId }, body, caller }, { desk }) => {
    requireScope(caller, "channel", "vouch for who a customer is");
    await changeIdentity(caseId, body, desk);
    return changedCase(caseId);
  },
});

const takeover = defineRoute({
  ...toCase,
  path: "/v1/cases/{caseId}/takeover",
  operationId: "takeOverCase",
  summary: "Take a case over: the agent falls silent and begins nothing more; of two at once one gets it",
  tag: "work",
  body: noBody,
  answers: changed,
  problems: [...problems, "PUR-2160", "PUR-2161"],
  handle: async ({ path: { caseId }, caller }, { desk }) => {
    await takeOver(caseId, caller, desk);
    return changedCase(caseId);
  },
});

const giveBack = defineRoute({
  ...toCase,
  path: "/v1/cases/{caseId}/return",
  operationId: "returnCase",
  summary: "Give a case back to the agent, with a note of what it is to know",
  tag: "work",
  body: leave,
  answers: changed,
  problems: [...problems, "PUR-2160", "PUR-2162"],
  handle: async ({ path: { caseId }, body, caller }, { desk }) => {
    await returnToAgent(caseId, caller, body.note ?? null, desk);
    return changedCase(caseId);
  },
});

const release = defineRoute({
  ...toCase,
  path: "/v1/cases/{caseId}/release",
  operationId: "releaseCase",
  summary: "Give a case up: it waits in its queue for somebody else",
  tag: "work",
  body: leave,
  answers: changed,
  problems: [...problems, "PUR-2160", "PUR-2162"],
  handle: async ({ path: { caseId }, body, caller }, { desk }) => {
    await releaseCase(caseId, caller, body.note ?? null, desk);
    return changedCase(caseId);
  },
});

const assign = defineRoute({
  ...toCase,
  path: "/v1/cases/{caseId}/assign",
  operationId: "assignCase",
  summary: "Say whose a case is to take; null for nobody's",
  tag: "work",
  body: { name: "AssignCaseRequest", schema: assignCaseRequestSchema },
  answers: changed,
  problems: [...problems, "PUR-2160", "PUR-2161", "PUR-2162", "PUR-2163"],
  handle: async ({ path: { caseId }, body: { teammateId }, caller }, services) => {
    const to = teammateId === null ? null : await teammateNamed(teammateId, services);
    await assignCase(caseId, to, caller, services.desk);
    return changedCase(caseId);
  },
});

const reply = defineRoute({
  ...toCase,
  path: "/v1/cases/{caseId}/reply",
  operationId: "replyToCustomer",
  summary: "Write to the customer as the teammate who has the case, with files that they have sent to it",
  tag: "work",
  body: { name: "ReplyToCustomerRequest", schema: replyToCustomerRequestSchema },
  answers: changed,
  problems: [...problems, "PUR-2160", "PUR-2162", "PUR-3393", "PUR-3394"],
  handle: async ({ path: { caseId }, body, caller }, { desk }) => {
    await replyAsTeammate(caseId, body.text, caller, desk, body.attachments);
    return changedCase(caseId);
  },
});

const close = defineRoute({
  ...toCase,
  path: "/v1/cases/{caseId}/close",
  operationId: "closeCase",
  summary: "Close a case: what is asked is withdrawn, what is held is called off; with `message` she is told",
  tag: "cases",
  body: { name: "CloseCaseRequest", schema: closeCaseRequestSchema },
  answers: changed,
  problems: [...problems, "PUR-2160", "PUR-3330"],
  handle: async ({ path: { caseId }, body, caller }, { desk }) => {
    await closeCase(caseId, caller, body, desk);
    return changedCase(caseId);
  },
});

const reopen = defineRoute({
  ...toCase,
  path: "/v1/cases/{caseId}/reopen",
  operationId: "reopenCase",
  summary: "Open a closed or resolved case again, and have it; with `message` she is told",
  tag: "cases",
  body: { name: "ReopenCaseRequest", schema: reopenCaseRequestSchema },
  answers: changed,
  problems: ["PUR-2002", "PUR-2006", "PUR-2161", "PUR-3331"],
  handle: async ({ path: { caseId }, body, caller }, { desk }) => {
    await reopenCase(caseId, caller, body, desk);
    return changedCase(caseId);
  },
});

const merge = defineRoute({
  ...toCase,
  path: "/v1/cases/{caseId}/merge",
  operationId: "mergeCase",
  summary: "Merge a case into another of the same customer, which goes on and is yours; what she writes goes there",
  tag: "cases",
  body: { name: "MergeCaseRequest", schema: mergeCaseRequestSchema },
  answers: [{ status: 200, schema: "ChangedCase", about: "It is closed; the answer names the case that goes on." }],
  problems: [...problems, "PUR-2160", "PUR-2161", "PUR-3330", "PUR-3332"],
  handle: async ({ path: { caseId }, body, caller }, { desk }) => {
    await mergeCases(caseId, body, caller, desk);
    return changedCase(body.into);
  },
});

const typing = defineRoute({
  ...toCase,
  path: "/v1/cases/{caseId}/typing",
  operationId: "showTyping",
  summary: "Tell others who look at the case that the caller is writing there just now; nothing is stored",
  tag: "work",
  body: noBody,
  answers: [{ status: 200, schema: "ChangedCase", about: "Whoever looks at the case is told." }],
  problems: ["PUR-2002"],
  handle: async ({ path: { caseId }, caller }, { desk: { store, tenant } }) => {
    if ((await store.readCase(tenant, caseId)) === null) throw new PurserError("PUR-2002", caseId);
    store.showTyping(caseId, caller.id);
    return changedCase(caseId);
  },
});

function changedCase(caseId: CaseId): Response {
  return json<{ caseId: CaseId }>({ caseId });
}

export const caseWorkRoutes: readonly Route[] = [
  message,
  identity,
  takeover,
  giveBack,
  release,
  assign,
  reply,
  close,
  reopen,
  merge,
  typing,
];
