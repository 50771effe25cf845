import type { CallFinding, CallKey, NewEvent } from "@purser/contract";
import type { Finding } from "@purser/kit";
import { hostSays } from "../../blueprint/sentences/host-sentences.ts";
import type { OpenCall } from "../../cases/case-state.ts";
import { operationOfCall } from "../operation-of.ts";
import { described } from "../described.ts";
import { type StepContext, toolContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { messageTo } from "./message.ts";
import { undoMessages } from "./undo-messages.ts";

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
  if (finding.kind === "unknown" && isToBeTold(looked, context)) {
    const { text } = described(operation, looked.facts, context, looked.attempt);
    events.push(messageTo(context, hostSays(context.blueprint.settings, "notSeenYet", { what: text })));
  }
  const takenBack = looked.undoOf ?? takenBackBy(looked, state);
  if (takenBack !== null && finding.kind === "done") {
    events.push({
      kind: "undo.ended",
      body: { key: takenBack, undoKey: key, isUndone: true, residue: operation.residue },
    });
    events.push(...undoMessages(looked, context));
  }
  return { events };
}

/** The look-up after which the next one is a minute away. */
const tellsAfterLooks = 2;

/** Once, of what the agent does for her; a person who has the case says himself how it stands. */
function isToBeTold({ key, looks }: OpenCall, { state }: StepContext): boolean {
  const isOpen = state.calls.some((call) => call.key === key);
  return isOpen && looks === tellsAfterLooks && state.owner.kind === "agent" && state.lifecycle === "open";
}

/** The undo that a call takes back by doing it again. */
function takenBackBy({ proposalId }: OpenCall, { proposals }: StepContext["state"]): CallKey | null {
  const step = proposals.find((proposal) => proposal.proposalId === proposalId)?.step;
  return step?.kind === "undo" ? step.callKey : null;
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
