import type { ProposedStep } from "@purser/contract";

type ToolCall = Extract<ProposedStep, { kind: "call" }>["call"];

/** The calls of tools that a step would make, in its order. */
export function callsOf(step: ProposedStep): readonly ToolCall[] {
  return step.kind === "lookup" ? step.calls : actionCallsOf(step);
}

/** Those that would change something. */
export function actionCallsOf(step: ProposedStep): readonly ToolCall[] {
  if (step.kind === "call") return [step.call];
  return step.kind === "coordinate" ? step.calls : [];
}
