import {
  callKeySchema,
  callViewSchema,
  caseIdSchema,
  undoAcceptedSchema,
  undoPlanSchema,
  undoPreviewSchema,
} from "@purser/contract";
import { z } from "zod";
import { readCall } from "../../../conversations/read-call.ts";
import { requestCaseUndo } from "../../../conversations/request-case-undo.ts";
import { planCaseUndo } from "../../../worker/plan-case-undo.ts";
import { previewUndo } from "../../../worker/preview-undo.ts";
import { undoOf } from "../../routes/call-routes.ts";
import { type McpTool, defineMcpTool } from "../mcp-tool.ts";

const ofCall = z.strictObject({ key: callKeySchema });
const reason = z.string().min(1).max(2000);

const getCall = defineMcpTool({
  name: "get_call",
  title: "Read a call",
  description: "Reads one call of an action: its attempts, their outcomes and what reading back found.",
  effect: "reads",
  input: ofCall,
  output: callViewSchema,
  handle: ({ key }, { services: { desk } }) => readCall(key, desk),
});

const previewCallUndo = defineMcpTool({
  name: "preview_undo",
  title: "See what taking a call back would mean",
  description: "Says whether a done call can be taken back, who would be asked, and what would stay. Writes nothing.",
  effect: "reads",
  input: ofCall,
  output: undoPreviewSchema,
  handle: ({ key }, { services: { world } }) => previewUndo(key, world),
});

const undoCall = defineMcpTool({
  name: "undo_call",
  title: "Take a call back",
  description: "Proposes to take a done call back; the guardrails judge it like any other action.",
  effect: "acts",
  input: ofCall.extend({ reason }),
  output: undoAcceptedSchema,
  handle: ({ key, reason: why }, { caller, services }) => undoOf(key, why, caller, services),
});

const previewWholeUndo = defineMcpTool({
  name: "preview_case_undo",
  title: "See what taking a case back would mean",
  description: "Says what of a case would be taken back, in which order, and what stays and why. Writes nothing.",
  effect: "reads",
  input: z.strictObject({ caseId: caseIdSchema }),
  output: undoPlanSchema,
  handle: ({ caseId }, { services: { world } }) => planCaseUndo(caseId, world),
});

const undoWhole = defineMcpTool({
  name: "undo_case",
  title: "Take a case back",
  description: "Proposes to take back all of a case that can be, the last first; asked about as one.",
  effect: "acts",
  input: z.strictObject({ caseId: caseIdSchema, reason }),
  output: undoPlanSchema,
  handle: async ({ caseId, reason: why }, { caller, services: { desk, world } }) =>
    requestCaseUndo(await planCaseUndo(caseId, world), why, caller.id, desk),
});

export const undoTools: readonly McpTool[] = [getCall, previewCallUndo, undoCall, previewWholeUndo, undoWhole];
