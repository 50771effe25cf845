import { type LimitChange, PurserError } from "@purser/contract";
import type { PolicyLimit } from "@purser/kit";
import type { Blueprint } from "../blueprint.ts";
import type { BlueprintFile } from "../reading/read-files.ts";

/** Whether a limit is an amount of money: an argument, a fact or a total of one. */
export function isMoneyLimit({ paths }: PolicyLimit, totals: Blueprint["totals"]): boolean {
  return paths.some((path) => {
    const total = totals.find(({ name }) => path === `totals.${name}`);
    return isMoney(total?.of ?? path);
  });
}

/** The names of the totals that are sums of money. */
export function moneyTotals(totals: Blueprint["totals"]): string[] {
  return totals.flatMap(({ name, of }) => (isMoney(of) ? name : []));
}

function isMoney(path: string): boolean {
  return path.endsWith("Minor");
}

/**
 * The files with other numbers in the place of these limits; every other character stays as it was written.
 *
 * @throws PurserError PUR-2195 for a limit that there is not, or that is named twice.
 */
export function withLimits(
  files: readonly BlueprintFile[],
  limits: readonly PolicyLimit[],
  changes: readonly LimitChange[],
): readonly BlueprintFile[] {
  const edits = changes.map(({ policy, index, value }) => {
    const limit = limits.find((each) => each.policyId === policy && each.index === index);
    if (limit === undefined) throw new PurserError("PUR-2195", `There is no limit ${index} of ${policy}.`);
    return { limit, text: String(value) };
  });
  const named = new Set(edits.map(({ limit }) => limit));
  if (named.size < edits.length) throw new PurserError("PUR-2195", "A limit is named twice.");
  return files.map(({ path, text }) => {
    // From the end on, so that the places before stay where they are.
    const here = edits
      .filter(({ limit }) => limit.path === path)
      .toSorted((one, other) => other.limit.start - one.limit.start);
    const edited = here.reduce(
      (before, { limit: { start, end }, text: number }) => `${before.slice(0, start)}${number}${before.slice(end)}`,
      text,
    );
    return { path, text: edited };
  });
}
