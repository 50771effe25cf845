import type { CallFinding, CallKey, NewEvent } from "@purser/contract";
import type { Finding } from "@purser/kit";
import type { OpenCall } from "../../cases/case-state.ts";
import { operationOfCall } from "../operation-of.ts";
import { type StepContext, toolContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { sentences } from "../sentences.ts";
import { messageTo } from "./message.ts";

/** Reads by key what became of a call: the read-back after a success, the look-up after a doubt, and the late sweep. */
export async function verify(key: CallKey, context: StepContext): Promise<StepResult> {
  const { state, now } = context;
  const looked =
    state.calls.find((candidate) => candidate.key === key) ?? state.sweeps.find(({ call }) => call.key === key)?.call;
  if (looked === undefined) throw new Error(`${state.caseId} has no call ${key} to look up.`);
  const prepared = operationOfCall(looked, context);
  if (prepared.kind === "impossible")
    return { events: [verified(looked, { kind: "unknown", detail: prepared.detail }, {})] };
  const { operation } = prepared;
  const finding = settled(
    await operation.verify(toolContext(context, looked.attempt), looked.facts, key),
    now >= looked.settledAt,
  );
  const values = finding.kind === "done" ? operation.valuesOf(finding.result) : {};
  const events: NewEvent[] = [verified(looked, finding, values)];
  if (looked.undoOf !== null && finding.kind === "done") {
    events.push({
      kind: "undo.ended",
      body: { key: looked.undoOf, undoKey: key, isUndone: true, residue: operation.residue },
    });
    if (isAskedByTeammate(looked, context))
      events.push(messageTo(context, sentences.undone(describeUndone(looked, context)), { claims: [key] }));
  }
  return { events };
}

/** What the customer asked to be taken back the reasoner tells her; what somebody else asked for the host does. */
function isAskedByTeammate({ proposalId }: OpenCall, { state }: StepContext): boolean {
  return state.proposals.some((proposal) => proposal.proposalId === proposalId && proposal.author.kind === "teammate");
}

/** The undone call in the words in which it was shown. */
function describeUndone({ undoOf, tool }: OpenCall, { state, blueprint }: StepContext): string {
  const action = blueprint.toolbox.actions.get(tool);
  const done = state.doneCalls.find(({ key }) => key === undoOf);
  return action === undefined || done === undefined ? tool : action.describe({ args: done.args, facts: done.facts });
}

function settled(finding: Finding, isSettled: boolean): CallFinding {
  return finding.kind === "not-done" ? { ...finding, settled: isSettled } : finding;
}

function verified(
  { key, attempt, settledAt }: OpenCall,
  finding: CallFinding,
  values: Extract<NewEvent, { kind: "call.verified" }>["body"]["values"],
): NewEvent {
  return { kind: "call.verified", body: { key, attempt, finding, settledAt, values } };
}
