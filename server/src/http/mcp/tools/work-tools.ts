import {
  addNoteRequestSchema,
  caseIdSchema,
  changedCaseSchema,
  leaveCaseRequestSchema,
  proposalIdSchema,
  proposalViewSchema,
  replyToCustomerRequestSchema,
} from "@purser/contract";
import { z } from "zod";
import { addNote, replyAsTeammate, returnToAgent, takeOver } from "../../../conversations/teammate-work.ts";
import { followProposal } from "../../streams/follow-proposal.ts";
import { waitSecondsSchema } from "../deployment-tools.ts";
import { type McpTool, defineMcpTool } from "../mcp-tool.ts";

const inCase = z.strictObject({ caseId: caseIdSchema });

const takeOverCase = defineMcpTool({
  name: "take_over_case",
  title: "Take a case over",
  description:
    "Takes a case: Purser's agent falls silent in it, what it was asking is withdrawn, and you can propose actions and reply.",
  effect: "writes",
  input: inCase,
  output: changedCaseSchema,
  handle: async ({ caseId }, { caller, services: { desk } }) => {
    await takeOver(caseId, caller, desk);
    return { caseId };
  },
});

const returnCase = defineMcpTool({
  name: "return_case",
  title: "Give a case back",
  description: "Gives a case that you have back to Purser's agent, with a note of what it is to know.",
  effect: "writes",
  input: leaveCaseRequestSchema.extend(inCase.shape),
  output: changedCaseSchema,
  handle: async ({ caseId, note = null }, { caller, services: { desk } }) => {
    await returnToAgent(caseId, caller, note, desk);
    return { caseId };
  },
});

const reply = defineMcpTool({
  name: "reply_to_customer",
  title: "Write to the customer",
  description: "Writes to the customer of a case that you have, in your words.",
  effect: "acts",
  input: replyToCustomerRequestSchema.extend(inCase.shape),
  output: changedCaseSchema,
  handle: async ({ caseId, text }, { caller, services: { desk } }) => {
    await replyAsTeammate(caseId, text, caller, desk);
    return { caseId };
  },
});

const note = defineMcpTool({
  name: "add_note",
  title: "Note something in a case",
  description: "Adds a note that teammates read and the customer does not.",
  effect: "writes",
  input: addNoteRequestSchema.extend(inCase.shape),
  output: changedCaseSchema,
  handle: async ({ caseId, text }, { caller, services: { desk } }) => {
    await addNote(caseId, caller.id, text, desk);
    return { caseId };
  },
});

const getProposal = defineMcpTool({
  name: "get_proposal",
  title: "Follow a proposal",
  description: "Says how far a proposal of a case has come, what it waits for, and how it ended.",
  effect: "reads",
  input: inCase.extend({ proposalId: proposalIdSchema, waitSeconds: waitSecondsSchema }),
  output: proposalViewSchema,
  handle: ({ caseId, proposalId, waitSeconds }, { services, gone }) =>
    followProposal(caseId, proposalId, { waitMs: waitSeconds * 1000, gone }, services),
});

export const workTools: readonly McpTool[] = [takeOverCase, returnCase, reply, note, getProposal];
