import type { ProposedStep, Reply } from "@purser/contract";
import type { CaseView } from "../reasoner.ts";

/** The case for a person, with all that is known and done; `reply` is what the customer reads of it. */
export function handoffOf(
  { state }: CaseView,
  why: string,
  suggestion: string,
  reply?: Reply,
): { step: ProposedStep; reason: string } {
  const known = Object.entries(state.values).map(([name, { value, source }]) => ({ name, value, source }));
  const done = state.doneCalls
    .filter(({ undoOf }) => undoOf === null)
    .map(({ tool, doneAt, isUndone }) => `${tool} at ${doneAt}${isUndone ? ", undone since" : ""}`);
  const open = state.pauses.map(({ shown }) => shown.text);
  const wants = state.requests.map(({ procedure }) => procedure).join(", ");
  const packet = { why, wants, known, done, open, suggestion };
  return { step: { kind: "handoff", packet, ...(reply === undefined ? {} : { reply }) }, reason: why };
}
