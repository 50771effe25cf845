import {
  answeredPauseSchema,
  answerPauseRequestSchema,
  pauseIdSchema,
  pauseKindSchema,
  pausePageSchema,
  pauseStateSchema,
  pauseViewSchema,
} from "@purser/contract";
import { z } from "zod";
import { answerPause } from "../../../conversations/answer-pause.ts";
import { readPause } from "../../../conversations/read-pause.ts";
import { refuseUnlessVisible, visiblePauses } from "../../../conversations/visible-pauses.ts";
import { type McpTool, defineMcpTool } from "../mcp-tool.ts";

const listPauses = defineMcpTool({
  name: "list_pauses",
  title: "List what waits for an answer",
  description: "Lists the pauses that you may see, the one that is due first first.",
  effect: "reads",
  input: z.strictObject({
    status: pauseStateSchema.default("open"),
    kind: pauseKindSchema.exactOptional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  output: pausePageSchema,
  handle: async ({ status, kind, limit }, { caller, services: { desk } }) => {
    const rows = await desk.store.listPauses(desk.tenant, status, limit);
    const wanted = rows.filter((row) => kind === undefined || row.kind === kind);
    return { pauses: await visiblePauses(wanted, caller, desk) };
  },
});

const getPause = defineMcpTool({
  name: "get_pause",
  title: "Read a pause",
  description: "Reads what a pause asks, who may answer, and the digest that an answer must name.",
  effect: "reads",
  input: z.strictObject({ pauseId: pauseIdSchema }),
  output: pauseViewSchema,
  handle: async ({ pauseId }, { caller, services: { desk } }) => {
    await refuseUnlessVisible(pauseId, caller, desk);
    return readPause(pauseId, desk);
  },
});

const answer = defineMcpTool({
  name: "answer_pause",
  title: "Answer a pause",
  description:
    "Answers a pause once, as the person whose key this is: yes, no, or edit with the arguments to change. The digest is that of what get_pause showed. Nobody answers what they proposed or edited, and what asks the customer is hers to answer.",
  effect: "acts",
  refusesItself: true,
  input: answerPauseRequestSchema.omit({ as: true, surface: true }).extend({ pauseId: pauseIdSchema }),
  output: answeredPauseSchema,
  handle: async ({ pauseId, ...given }, { caller, services: { desk } }) => {
    await refuseUnlessVisible(pauseId, caller, desk);
    const { id, role } = caller;
    const by = { kind: "teammate" as const, id, role, authenticated: "api-key", surface: "mcp" as const };
    const { caseId } = await answerPause(pauseId, given, by, desk);
    return { caseId, pauseId };
  },
});

export const pauseTools: readonly McpTool[] = [listPauses, getPause, answer];
