import {
  answeredPauseSchema,
  answerPauseRequestSchema,
  pauseIdSchema,
  pauseKindSchema,
  pausePageSchema,
  pauseStateSchema,
  pauseViewSchema,
  proposedAgainSchema,
} from "@purser/contract";
import { z } from "zod";
import { type Answering, answerPause } from "../../../conversations/pauses/answer-pause.ts";
import { proposeAgain } from "../../../conversations/pauses/propose-again.ts";
import { readPause } from "../../../conversations/pauses/read-pause.ts";
import { refuseUnfitEdit } from "../../edited-arguments.ts";
import { refuseUnlessVisible, visiblePauses } from "../../../conversations/pauses/visible-pauses.ts";
import type { Caller } from "../../authenticate.ts";
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
  handle: async ({ status: state, kind = null, limit }, { caller, services: { desk } }) => {
    const rows = await desk.store.listPauses(desk.tenant, { state, kind }, limit);
    return { pauses: await visiblePauses(rows, caller, desk) };
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
  input: answerPauseRequestSchema.omit({ as: true, surface: true, lookedMs: true }).extend({ pauseId: pauseIdSchema }),
  output: answeredPauseSchema,
  handle: async ({ pauseId, ...given }, { caller, services }) => {
    const { desk } = services;
    await refuseUnlessVisible(pauseId, caller, desk);
    await refuseUnfitEdit(pauseId, given, services);
    const { caseId } = await answerPause(pauseId, given, asPerson(caller), desk);
    return { caseId, pauseId };
  },
});

const again = defineMcpTool({
  name: "propose_again",
  title: "Propose again what an expired pause asked",
  description:
    "Proposes anew what a pause was about that expired before it was answered: judged over facts read anew, and asked about anew under another digest. It answers nothing. For those whom the pause asked; once for each pause, and a repeat names the same proposal.",
  effect: "acts",
  input: z.strictObject({ pauseId: pauseIdSchema }),
  output: proposedAgainSchema,
  handle: async ({ pauseId }, { caller, services: { desk } }) => {
    await refuseUnlessVisible(pauseId, caller, desk);
    return proposeAgain(pauseId, asPerson(caller), desk);
  },
});

/** MCP speaks for the person whose key it has, and for no customer. */
function asPerson({ id, role }: Caller): Answering {
  return { kind: "teammate", id, role, authenticated: "api-key", surface: "mcp" };
}

export const pauseTools: readonly McpTool[] = [listPauses, getPause, answer, again];
