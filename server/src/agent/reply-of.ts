import { type ProposedStep, type Reply, unreachable } from "@purser/contract";

/** What the customer would read of a step; null for a step that says nothing. */
export function replyOf(step: ProposedStep): Reply | null {
  switch (step.kind) {
    case "reply":
    case "later":
    case "withdraw":
    case "resolve":
      return step.reply;
    case "handoff":
      return step.reply ?? null;
    case "ask":
      return { text: step.question, claims: [] };
    case "lookup":
    case "call":
    case "coordinate":
    case "open-cases":
    case "undo":
    case "undo-all":
    case "plan":
      return null;
    default:
      return unreachable(step);
  }
}
