import type { JsonObject, NewEvent, ProposalId } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { hasOpenChildren } from "../../cases/child-cases.ts";
import type { DoneCall } from "../../cases/case-state.ts";
import { countedBy, touchedBy } from "../../blueprint/claims.ts";
import { operationOfCall } from "../operation-of.ts";
import { proposalIn, type StepContext, toolContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { deniedEvent } from "./denied-event.ts";
import { messageTo } from "./message.ts";

/** How long a read-back counts as fresh evidence that something is done. */
const evidenceFreshMs = 30_000;

/**
 * Resolves the case when fresh reads still show what was done; otherwise the reasoner is told what is missing. What is
 * said to the customer goes out in the same append.
 */
export async function resolve(proposalId: ProposalId, context: StepContext): Promise<StepResult> {
  const proposal = proposalIn(context.state, proposalId);
  const { step } = proposal;
  if (step.kind !== "resolve") throw new Error(`${proposalId} resolves nothing.`);
  const done = context.state.doneCalls.filter(({ isUndone, undoOf }) => !isUndone && undoOf === null);
  const missing: string[] = [];
  const evidence: Record<string, JsonObject> = {};
  for (const call of done) {
    const result = await stillDone(call, context);
    if (result === null && isReplaced(call, done, context)) continue;
    if (result === null) missing.push(`${call.tool} is not there any more.`);
    else evidence[call.tool] = result;
  }
  const unproved = (step.reply?.claims ?? []).filter(
    (key) => !context.state.doneCalls.some((call) => call.key === key),
  );
  if (context.state.pauses.length > 0) missing.push("A question is still open.");
  if (hasOpenChildren(context.state)) missing.push("A child case is still under way.");
  if (unproved.length > 0) missing.push("The reply speaks of an action that was not found done.");
  if (missing.length > 0) return { events: [deniedEvent(proposal, context, missing)] };
  const events: NewEvent[] =
    step.reply === null ? [] : [messageTo(context, step.reply.text, { proposalId, claims: step.reply.claims })];
  events.push({ kind: "case.resolved", body: { by: proposal.author.kind, summary: step.summary, evidence } });
  return { events };
}

/** Whether the same was set otherwise since: an address that was corrected need not be there any more. What adds up replaces nothing. */
function isReplaced(call: DoneCall, done: readonly DoneCall[], { blueprint }: StepContext): boolean {
  const action = blueprint.toolbox.actions.get(call.tool);
  if (action === undefined) return false;
  const counted = countedBy(action, call.args);
  const touched = touchedBy(action, call.args);
  if (counted.kind === "impossible" || touched.kind === "impossible") return false;
  if (Object.keys(counted.value).length > 0) return false;
  const record = hashOf(touched.value);
  return done.slice(done.indexOf(call) + 1).some(({ tool, args }) => {
    const other = touchedBy(action, args);
    return tool === call.tool && other.kind === "claimed" && hashOf(other.value) === record;
  });
}

async function stillDone(call: DoneCall, context: StepContext): Promise<JsonObject | null> {
  if (Date.parse(context.now) - Date.parse(call.doneAt) <= evidenceFreshMs) return call.result;
  const prepared = operationOfCall(call, context);
  if (prepared.kind === "impossible") return null;
  const finding = await prepared.operation.verify(toolContext(context), call.facts, call.key);
  return finding.kind === "done" ? finding.result : null;
}
