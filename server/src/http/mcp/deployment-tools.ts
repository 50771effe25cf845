import { caseIdSchema, proposalViewSchema, jsonObjectSchema } from "@purser/contract";
import type { Action, Lookup } from "@purser/kit";
import { derivedId } from "@purser/kit/audit";
import { z } from "zod";
import type { Toolbox } from "../../blueprint/toolbox.ts";
import { lookUpNow } from "../../worker/look-up-now.ts";
import { followProposal } from "../streams/follow-proposal.ts";
import { proposedIn } from "../routes/queue-routes.ts";
import { type McpTool, defineMcpTool } from "./mcp-tool.ts";

/** How long an answer is waited for, in seconds, unless the caller says otherwise. */
const defaultWaitSeconds = 10;
export const waitSecondsSchema = z
  .int()
  .min(0)
  .max(50)
  .default(defaultWaitSeconds)
  .describe("How long to wait until it is over or waits for somebody.");

/**
 * The tools of a blueprint. Whose records they touch is never an argument: it is the customer of the case, under the
 * guardrails and the tool versions that the case has.
 */
export function deploymentTools({ lookups, actions }: Toolbox): McpTool[] {
  return [...[...lookups.values()].map(lookupTool), ...[...actions.values()].map(actionTool)];
}

const lookupOutcomeSchema = z.strictObject({
  outcome: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("found"), result: jsonObjectSchema }),
    z.strictObject({ kind: z.enum(["refused", "failed"]), detail: z.string() }),
  ]),
});

function lookupTool({ name, title, input }: Lookup): McpTool {
  return defineMcpTool({
    name,
    title,
    description: `${title}. Looks it up for the customer of the case, if the guardrails allow it as the case stands; that you did is noted in the case.`,
    effect: "reads",
    input: z.strictObject({ caseId: caseIdSchema, args: input }),
    output: lookupOutcomeSchema,
    handle: async ({ caseId, args }, { caller, services }) => ({
      outcome: await lookUpNow(caseId, { tool: name, args }, caller, services),
    }),
  });
}

function actionTool({ name, title, input, undo }: Action): McpTool {
  return defineMcpTool({
    name,
    title,
    description: `${title}. Proposes it in a case that you have: the guardrails judge it, the customer confirms or a teammate approves where they say so, and then it is done. Its undo is ${undo.kind}. The answer says how far it has come and what it waits for.`,
    effect: "acts",
    input: z.strictObject({
      caseId: caseIdSchema,
      args: input,
      reason: z.string().min(1).max(2000).default("Proposed over MCP.").describe("Why, for whoever is asked."),
      requestId: z
        .string()
        .min(1)
        .max(200)
        .exactOptional()
        .describe("Your id of this wish: sent again with the same one, it is proposed once."),
      waitSeconds: waitSecondsSchema,
    }),
    output: proposalViewSchema,
    handle: async ({ caseId, args, reason, requestId, waitSeconds }, { caller, services, gone }) => {
      const source = { caseId, by: caller.id, tool: name, requestId: requestId ?? null };
      const wish = {
        call: { tool: name, args },
        reason,
        ...(requestId === undefined ? {} : { proposalId: derivedId("prop", source, services.world.deploymentSecret) }),
      };
      const { proposalId } = await proposedIn(caseId, wish, caller, services);
      return followProposal(caseId, proposalId, { waitMs: waitSeconds * 1000, gone }, services);
    },
  });
}
