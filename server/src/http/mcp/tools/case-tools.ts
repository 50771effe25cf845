import {
  acceptedMessageSchema,
  caseIdSchema,
  casePageSchema,
  caseStatusSchema,
  caseViewSchema,
  customerIdSchema,
  eventPageSchema,
  openCaseRequestSchema,
  openedCaseSchema,
  PurserError,
  whySchema,
} from "@purser/contract";
import { z } from "zod";
import { caseSummaryOf, eventViewOf, readCaseView } from "../../case-view.ts";
import { takeMessage } from "../../limited-inlets.ts";
import { openAsked } from "../../new-case.ts";
import { explained } from "../../routes/why-routes.ts";
import { type McpTool, defineMcpTool } from "../mcp-tool.ts";

const listCases = defineMcpTool({
  name: "list_cases",
  title: "List cases",
  description: "Lists cases, the one that changed last first. next is the cursor of the following page.",
  effect: "reads",
  input: z.strictObject({
    status: caseStatusSchema.exactOptional(),
    customerId: customerIdSchema.exactOptional(),
    cursor: z.string().max(200).exactOptional(),
    limit: z.int().min(1).max(200).default(20),
  }),
  output: casePageSchema,
  handle: async ({ status = null, customerId = null, cursor = null, limit }, { services: { desk } }) => {
    const { rows, next } = await desk.store.listCases({
      tenant: desk.tenant,
      status,
      customerId,
      after: cursor,
      limit,
    });
    return { cases: rows.map(caseSummaryOf), next };
  },
});

const getCase = defineMcpTool({
  name: "get_case",
  title: "Read a case",
  description: "Reads a case as it stands: its status, who has it, what it waits for and what was done.",
  effect: "reads",
  input: z.strictObject({ caseId: caseIdSchema }),
  output: caseViewSchema,
  handle: ({ caseId }, { services }) => readCaseView(caseId, services),
});

const listEvents = defineMcpTool({
  name: "list_events",
  title: "Read the log of a case",
  description: "Reads a case's log from an event on, with messages in both directions. next is the next page's after.",
  effect: "reads",
  input: z.strictObject({
    caseId: caseIdSchema,
    after: z.int().nonnegative().default(0),
    limit: z.int().min(1).max(500).default(100),
  }),
  output: eventPageSchema,
  handle: async ({ caseId, after, limit }, { services: { desk } }) => {
    if ((await desk.store.readCase(desk.tenant, caseId)) === null) throw new PurserError("PUR-2002", caseId);
    const found = await desk.store.readEvents(desk.tenant, caseId, after, limit);
    return { events: found.map(eventViewOf), next: found.length === limit ? after + limit : null };
  },
});

const explainCase = defineMcpTool({
  name: "explain_case",
  title: "Explain a case",
  description: "Says in plain sentences what happened in a case and why; with seq one event and what led to it.",
  effect: "reads",
  input: z.strictObject({ caseId: caseIdSchema, seq: z.int().positive().exactOptional() }),
  output: whySchema,
  handle: ({ caseId, seq = null }, { services }) => explained(caseId, seq, services),
});

const openNewCase = defineMcpTool({
  name: "open_case",
  title: "Open a case",
  description:
    "Opens a case for a customer, named by her id, her e-mail address or her full name. With text it begins with her message and the agent works on it. level above 1 needs a key that may vouch for customers.",
  effect: "writes",
  input: openCaseRequestSchema.omit({ token: true }).extend({
    requestId: z
      .string()
      .min(1)
      .max(200)
      .exactOptional()
      .describe("Your id of this wish: sent again with the same one, it opens one case."),
  }),
  output: openedCaseSchema,
  handle: async ({ requestId = null, ...request }, { caller, services }) => {
    const idempotencyKey = requestId === null ? null : `mcp:${caller.id}:${requestId}`;
    return openAsked({ request, caller, idempotencyKey }, null, services);
  },
});

const sendMessage = defineMcpTool({
  name: "send_message",
  title: "Hand in a message of the customer",
  description:
    "Hands in what the customer wrote, word for word. A plain yes or no answers her one open question, so this needs a key that may speak for customers.",
  effect: "writes",
  scope: "channel",
  input: z.strictObject({
    caseId: caseIdSchema,
    text: z.string().min(1).max(20_000),
    messageId: z.string().min(1).max(200).exactOptional().describe("Its id: the same one twice is stored once."),
  }),
  output: acceptedMessageSchema,
  handle: async ({ caseId, text, messageId }, { services: { desk } }) => {
    const deliveryId = `${caseId}:${messageId ?? desk.id("msg")}`;
    const { isNew } = await takeMessage(caseId, { text, provider: "api", deliveryId }, desk);
    return { caseId, isNew };
  },
});

export const caseTools: readonly McpTool[] = [listCases, getCase, listEvents, explainCase, openNewCase, sendMessage];
