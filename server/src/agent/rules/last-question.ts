import type { Procedure } from "../../blueprint/procedure.ts";
import type { CaseState } from "../../cases/case-state.ts";

/**
 * Where it is kept what a question is about that took the place of a confirmation: it was said with its withdrawal. */
export const askedPath = "message.asked";

/** What she was asked last, if nothing else was said since; null when that was no question. */
export function lastQuestion({ finished, values }: CaseState): string | null {
  const last = finished.at(-1)?.step;
  if (last?.kind === "ask") return last.path;
  const asked = values[askedPath]?.value;
  return (last?.kind === "withdraw" || last?.kind === "reply") && typeof asked === "string" ? asked : null;
}

/** The words of an open question for a fact that one of these procedures needs; null when the last thing was no such question. */
export function openNeed(
  state: CaseState,
  procedures: readonly Procedure[],
): { path: string; question: string } | null {
  const path = lastQuestion(state);
  if (path === null || !procedures.some(({ header }) => Object.hasOwn(header.needs, path))) return null;
  const asked = state.finished.findLast(({ step }) => step.kind === "ask" && step.path === path)?.step;
  return asked?.kind === "ask" ? { path, question: asked.question } : null;
}
