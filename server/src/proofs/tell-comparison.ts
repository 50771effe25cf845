import type { Comparison, PermissionChange } from "./compare-policies.ts";
import { anyAssuranceInWords, enumeration } from "./sentences.ts";

/** A comparison for a person: what is newly permitted, what is newly forbidden, and what is the same. */
export function comparisonInWords(comparison: Comparison): readonly string[] {
  const { changes, addedActions, removedActions, unchanged, open } = comparison;
  const told = (kind: PermissionChange["kind"]) =>
    changes.filter((change) => change.kind === kind).flatMap(changeInWords);
  return [
    ...told("newly-permitted"),
    ...told("newly-forbidden"),
    ...addedActions.map((name) => `New action: ${name}. There is nothing to compare it with.`),
    ...removedActions.map((name) => `Action that is gone: ${name}.`),
    ...open.map(({ action, reason }) => `Not compared: ${action}; ${reason}. Nothing is claimed of it.`),
    ...conclusion(comparison, unchanged.length),
  ];
}

function conclusion({ changes, addedActions, removedActions, open }: Comparison, unchanged: number): readonly string[] {
  const isAll = [changes, addedActions, removedActions, open].every((list) => list.length === 0);
  const actions = `${unchanged} action${unchanged === 1 ? "" : "s"}`;
  if (isAll)
    return [`Nothing changes: proved for ${actions}, over all arguments, facts and totals, with every assurance.`];
  return unchanged === 0 ? [] : [`Proved to be the same: what is permitted for ${actions}.`];
}

function changeInWords(change: PermissionChange): readonly string[] {
  const [now, then] = change.kind === "newly-permitted" ? permittedInWords(change) : forbiddenInWords(change);
  return [now, `  ${then}`, `  For example: ${change.parts}.`];
}

function permittedInWords({ action, before, after, reasonsBefore }: PermissionChange): readonly [string, string] {
  const then =
    before.length === 0
      ? `Before, it was not permitted at all${because(reasonsBefore)}.`
      : `Before, it needed ${anyAssuranceInWords(before)}.`;
  return [`Newly permitted: ${action} with ${anyAssuranceInWords(after)}.`, then];
}

function forbiddenInWords({ action, before, after, reasonsAfter }: PermissionChange): readonly [string, string] {
  return after.length === 0
    ? [`Newly forbidden: ${action}${because(reasonsAfter)}.`, `Before, ${anyAssuranceInWords(before)} was enough.`]
    : [
        `Newly forbidden: ${action} with no more than ${anyAssuranceInWords(before)}.`,
        `Now it needs ${anyAssuranceInWords(after)}.`,
      ];
}

function because(reasons: readonly string[]): string {
  return reasons.length === 0 ? "" : ` (${enumeration(reasons.map((reason) => reason.replace(/\.$/, "")))})`;
}
