import { formatMoney } from "@purser/contract";
import type { PolicyLimit, WrittenPolicy } from "@purser/kit";
import type { Blueprint } from "../blueprint.ts";
import { isMoneyLimit } from "./edit-limits.ts";

/** What of a version says how far the agent may go. */
export type Reach = Pick<Blueprint, "policies" | "toolbox" | "totals"> & {
  settings: Pick<Blueprint["settings"], "singleOperator" | "currency" | "locale">;
};

/**
 * What a version permits that another does not, a sentence each, as far as limits, tiers and guardrails say it. What cannot be shown to
 * permit less counts as a widening: a guardrail that was rewritten, and an action that was not there.
 */
export function wideningsOf(before: Reach, after: Reach): readonly string[] {
  return [...tierWidenings(before, after), ...policyWidenings(before, after), ...operatorWidening(before, after)];
}

function tierWidenings(before: Reach, after: Reach): readonly string[] {
  return [...after.toolbox.actions.values()].flatMap(({ name, title, tier }) => {
    const older = before.toolbox.actions.get(name);
    if (older === undefined) return [`The action “${title}” is new.`];
    return older.tier === "draft" && tier !== "draft"
      ? [`“${title}” waits for no teammate any more: ${tier} after draft.`]
      : [];
  });
}

function operatorWidening(before: Reach, after: Reach): readonly string[] {
  const isNew = after.settings.singleOperator && !before.settings.singleOperator;
  return isNew ? ["One operator decides alone: singleOperator is true."] : [];
}

function policyWidenings(before: Reach, after: Reach): readonly string[] {
  const [older, newer] = [before, after].map(
    ({ policies }) => new Map(policies.policies.map((each) => [each.id, each])),
  );
  const gone = [...(older?.values() ?? [])].flatMap(({ id, effect }) =>
    effect === "forbid" && !newer?.has(id) ? [`The guardrail ${id} forbids nothing any more.`] : [],
  );
  const changed = [...(newer?.values() ?? [])].flatMap((policy) => {
    const was = older?.get(policy.id);
    if (was === undefined) return policy.effect === "permit" ? [`The guardrail ${policy.id} is new, and permits.`] : [];
    return was.text === policy.text ? [] : limitWidenings(was, policy, { before, after });
  });
  return [...gone, ...changed];
}

/** Of a guardrail of which only limits are others, each that is wider; of any other one that it was rewritten. */
function limitWidenings(
  was: WrittenPolicy,
  is: WrittenPolicy,
  { before, after }: { before: Reach; after: Reach },
): readonly string[] {
  const [older, newer] = [before, after].map(({ policies }) =>
    policies.limits.filter(({ policyId }) => policyId === is.id),
  );
  const pairs = (newer ?? []).flatMap((limit) => {
    const earlier = older?.find(({ index }) => index === limit.index);
    return earlier === undefined || earlier.value === limit.value ? [] : [[earlier, limit] as const];
  });
  if (!differsOnlyIn(pairs.length, was, is)) return [`The guardrail ${is.id} was rewritten.`];
  return pairs.flatMap(([from, to]) => (isWider(from, to) ? [sentenceOf(from, to, after)] : []));
}

/** Texts that are the same but for so many whole numbers. */
function differsOnlyIn(numbers: number, was: WrittenPolicy, is: WrittenPolicy): boolean {
  if (was.effect !== is.effect || was.text.replaceAll(/\d+/g, "0") !== is.text.replaceAll(/\d+/g, "0")) return false;
  const [older, newer] = [was, is].map(({ text }) => text.match(/\d+/g) ?? []);
  return (older ?? []).filter((digits, at) => digits !== newer?.[at]).length === numbers;
}

/** One whose direction cannot be told is taken as wider. */
function isWider(from: PolicyLimit, to: PolicyLimit): boolean {
  return from.widens === null || to.value > from.value === (from.widens === "higher");
}

function sentenceOf(from: PolicyLimit, to: PolicyLimit, { settings: { currency, locale }, totals }: Reach): string {
  const said = (value: number): string =>
    isMoneyLimit(to, totals) ? formatMoney(value, currency, locale) : String(value);
  return `${to.policyId}: ${to.what} ${to.bound} ${said(to.value)} after ${said(from.value)}.`;
}
