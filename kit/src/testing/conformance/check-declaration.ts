import { isUndoable } from "../../tool.ts";
import { seconds } from "../../duration.ts";
import type { Check } from "./world-under-test.ts";

/** A call waits this long for its answer; what it does can be read back only after that. */
const callDeadlineMs = seconds(10);

/** What can be seen without calling anything. */
export const checkDeclaration: Check = async ({ action }) => {
  const { once, keyLifetimeMs, settleMs, freshForMs, gives, promises, undo } = action;
  const violations = [
    ...(once === "key" && keyLifetimeMs === null ? ["It is repeated by key and declares no lifetime of the key."] : []),
    ...(once !== "key" && keyLifetimeMs !== null ? [`It declares a lifetime of its key and is once: ${once}.`] : []),
    ...(settleMs < callDeadlineMs ? [`Its settle time of ${settleMs} ms is shorter than a call may take.`] : []),
    ...(freshForMs <= 0 ? ["Its facts are never fresh."] : []),
    ...(gives.length === 0 ? ["It gives no fact, so no plan can go on from it."] : []),
  ];
  const promisedOnly = Object.keys(promises).filter((path) => !gives.includes(path));
  violations.push(...promisedOnly.map((path) => `It promises ${path} and does not give it.`));
  if (undo.kind === "held" && undo.graceMs <= 0)
    violations.push("The time in which it can be withdrawn is over at once.");
  if (!isUndoable(undo)) return violations;
  if (undo.withinMs <= 0) violations.push("The time in which it can be undone is over at once.");
  if (undo.kind === "compensable" && !isSentence(undo.residue ?? ""))
    violations.push("It is compensable and does not say what stays.");
  return violations;
};

export const checkIrreversibleReason: Check = async ({ action }) => {
  if (action.undo.kind !== "irreversible" || isSentence(action.undo.because)) return [];
  return [`It does not say in a sentence why it is irreversible: "${action.undo.because}"`];
};

/** Text that a person can be shown: some words, and an end. */
export function isSentence(text: string): boolean {
  return /^\S+ .*\S[.?!]$/su.test(text);
}
