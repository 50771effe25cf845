import { isUndoable } from "@purser/kit";
import type { ProposedStep } from "@purser/contract";
import { standingCalls } from "../../../cases/standing-calls.ts";
import type { CaseView } from "../../reasoner.ts";

/**
 * She no longer wants it: what is asked or held is withdrawn, and what was done is undone in reverse, each step judged like
 * any other. What cannot be taken back is said.
 */
export function takeBack({ state, blueprint }: CaseView): { step: ProposedStep; reason: string } {
  const open = state.proposals.find(({ phase }) => phase.kind === "asking" || phase.kind === "held");
  if (open !== undefined) {
    const reply = { text: "All right, I have left everything as it is.", claims: [] };
    return {
      step: { kind: "withdraw", proposalId: open.proposalId, reason: "The customer no longer wants it.", reply },
      reason: "The customer changed her mind.",
    };
  }
  const tried = new Set(state.finished.flatMap(({ step }) => (step.kind === "undo" ? [step.callKey] : [])));
  const done = standingCalls(state);
  const next = done.findLast(({ key, tool }) => {
    const undo = blueprint.toolbox.actions.get(tool)?.undo;
    return !tried.has(key) && undo !== undefined && isUndoable(undo);
  });
  if (next !== undefined) {
    return {
      step: { kind: "undo", callKey: next.key, reason: "The customer no longer wants it." },
      reason: `The customer changed her mind, so ${next.tool} is taken back.`,
    };
  }
  const undone = state.doneCalls.filter(({ undoOf }) => undoOf !== null);
  const titleOf = (tool: string): string => blueprint.toolbox.actions.get(tool)?.title ?? tool;
  const listed = (calls: typeof done): string => [...new Set(calls.map(({ tool }) => `“${titleOf(tool)}”`))].join(", ");
  const left = done.length === 0 ? "" : ` This stays as it is: ${listed(done)}.`;
  const taken =
    undone.length === 0
      ? "All right, I have left everything as it is."
      : `All right, I have taken it back: ${listed(undone)}.`;
  const reply = { text: `${taken}${left}`, claims: undone.map(({ key }) => key) };
  return {
    step: { kind: "resolve", summary: "The customer no longer wants it.", reply },
    reason: "Nothing is left to take back.",
  };
}
