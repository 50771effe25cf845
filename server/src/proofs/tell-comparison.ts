import type { Comparison, PermissionChange, TierMoved } from "./compare-policies.ts";
import type { Refusal, RefusalChange } from "./compare-refusals.ts";
import { anyAssuranceInWords, enumeration } from "./sentences.ts";

/** A comparison for a person: what is newly permitted, what is newly forbidden, what is refused otherwise, and what is the same. */
export function comparisonInWords(comparison: Comparison): readonly string[] {
  const { changes, refusals, moves, addedActions, removedActions, unchanged, open } = comparison;
  const told = (kind: PermissionChange["kind"]) =>
    changes.filter((change) => change.kind === kind).flatMap(changeInWords);
  return [
    ...moves.map(moveInWords),
    ...told("newly-permitted"),
    ...told("newly-forbidden"),
    ...refusals.flatMap(refusalInWords),
    ...addedActions.map((name) => `New action: ${name}. There is nothing to compare it with.`),
    ...removedActions.map((name) => `Action that is gone: ${name}.`),
    ...open.map(({ action, reason }) => `Not compared: ${action}; ${reason}. Nothing is claimed of it.`),
    ...conclusion(comparison, unchanged.length),
  ];
}

function conclusion(
  { changes, refusals, moves, addedActions, removedActions, open }: Comparison,
  unchanged: number,
): readonly string[] {
  const isAll = [changes, refusals, moves, addedActions, removedActions, open].every((list) => list.length === 0);
  const actions = `${unchanged} action${unchanged === 1 ? "" : "s"}`;
  if (isAll)
    return [`Nothing changes: proved for ${actions}, over all arguments, facts and totals, with every assurance.`];
  return unchanged === 0
    ? []
    : [`Proved to be the same: what is permitted, and how the rest is refused, for ${actions}.`];
}

function moveInWords({ action, from, to }: TierMoved): string {
  const meaning =
    to === "draft" ? ": a teammate approves each" : from === "draft" ? ": it waits for no teammate any more" : "";
  return `Moved: ${action} from ${from} to ${to}${meaning}.`;
}

function changeInWords(change: PermissionChange): readonly string[] {
  const [now, then] = change.kind === "newly-permitted" ? permittedInWords(change) : forbiddenInWords(change);
  return [now, `  ${then}`, `  For example: ${change.parts}.`];
}

function permittedInWords({
  action,
  before,
  after,
  reasonsBefore,
  refusedBefore,
}: PermissionChange): readonly [string, string] {
  const then =
    before.length === 0
      ? `Before, it was ${refusedBefore === "deny" ? "denied" : "handed to a person"}${because(reasonsBefore)}.`
      : `Before, it needed ${anyAssuranceInWords(before)}.`;
  return [`Newly permitted: ${action} with ${anyAssuranceInWords(after)}.`, then];
}

function forbiddenInWords({
  action,
  before,
  after,
  reasonsAfter,
  refusedAfter,
}: PermissionChange): readonly [string, string] {
  return after.length === 0
    ? [
        `Newly forbidden: ${action}${because(reasonsAfter)}${refusedAfter === "escalate" ? ", and handed to a person" : ""}.`,
        `Before, ${anyAssuranceInWords(before)} was enough.`,
      ]
    : [
        `Newly forbidden: ${action} with no more than ${anyAssuranceInWords(before)}.`,
        `Now it needs ${anyAssuranceInWords(after)}.`,
      ];
}

function refusalInWords({ action, before, after, parts }: RefusalChange): readonly string[] {
  const was = before.kind === "deny" ? "denied" : "handed to a person";
  const head =
    before.kind === after.kind
      ? `Refused with other words: ${action}, ${was} as before.`
      : after.kind === "deny"
        ? `Denied now, and handed to a person before: ${action}.`
        : `Handed to a person now, and denied before: ${action}.`;
  return [head, `  Before: ${saidInWords(before)}`, `  Now: ${saidInWords(after)}`, `  For example: ${parts}.`];
}

/** Only who is denied hears why; a person reads it with the case. */
function saidInWords({ kind, reasons }: Refusal): string {
  return `${kind === "deny" ? "the customer hears" : "the person reads"} ${enumeration(reasons.map((each) => `“${each}”`))}.`;
}

function because(reasons: readonly string[]): string {
  return reasons.length === 0 ? "" : ` (${enumeration(reasons.map((reason) => reason.replace(/\.$/, "")))})`;
}
