import type { Procedure } from "../../../blueprint/procedure.ts";
import type { CaseState } from "../../../cases/case-state.ts";
import { askedPath } from "../understanding/own-paths.ts";

/** What a question is about that asks what she wants at all. */
export const requestPath = "message.request";

/** What she was asked last, if nothing else was said since; null when that was no question. */
export function lastQuestion({ finished, values }: CaseState): string | null {
  const last = finished.at(-1)?.step;
  if (last?.kind === "ask") return last.path;
  if (last?.kind === "withdraw") return last.asks ?? null;
  const asked = values[askedPath]?.value;
  return last?.kind === "reply" && typeof asked === "string" ? asked : null;
}

/** The words of an open question for a fact that one of these procedures needs; null when the last thing was no such question. */
export function openNeed(
  state: CaseState,
  procedures: readonly Procedure[],
): { path: string; question: string } | null {
  const path = lastQuestion(state);
  if (path === null || !procedures.some(({ header }) => Object.hasOwn(header.needs, path))) return null;
  const question = wordsOf(path, state);
  return question === null ? null : { path, question };
}

/** In which words she was asked for this last; null where she never was. */
export function wordsOf(path: string, { finished }: CaseState): string | null {
  for (const { step } of finished.toReversed()) {
    if (step.kind === "ask" && step.path === path) return step.question;
    if (step.kind === "withdraw" && step.asks === path) return step.reply.text;
  }
  return null;
}
