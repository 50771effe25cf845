import type { PolicyFile, PolicyLimit } from "@purser/kit";
import type { Expression } from "./expression.ts";
import type { ReadPolicy } from "./read-policy.ts";
import { partsOf } from "./nesting.ts";
import { pathsIn, valueOf } from "./sentence.ts";
import { placeAt, withoutStringsAndComments } from "./text-place.ts";

type Bound = PolicyLimit["bound"];
type Comparison = { subject: Expression; bound: Bound };
/** Whether a policy applies to more once a part of its condition holds more often; null where that cannot be told. */
type Sense = boolean | null;
/** A whole number of a condition, with what it bounds; null for one that is no limit. */
type WrittenNumber = { value: number; comparison: Comparison | null; sense: Sense };

const bounds: Readonly<Record<string, Bound>> = {
  "<=": "at most",
  "<": "less than",
  ">=": "at least",
  ">": "more than",
};
/** As it is said from the other side: `2500 >= amount` is an amount of at most 2500. */
const turned: Readonly<Record<string, string>> = { "<=": ">=", "<": ">", ">=": "<=", ">": "<" };
/** What a bound leaves out: a policy that does not apply to more than 0 applies to at most 0. */
const otherSide: Readonly<Record<Bound, Bound>> = {
  "at most": "more than",
  "less than": "at least",
  "at least": "less than",
  "more than": "at most",
};
const subjects = /^context\.(?:args|facts|totals)\./;

/**
 * The whole numbers that a policy compares with arguments, facts and totals by an order. Cedar tells no places, so the numbers
 * are found in the text by their order; where text and policy do not agree on all of them, the policy has none to be edited.
 */
export function limitsOf(policy: ReadPolicy, files: readonly PolicyFile[]): readonly PolicyLimit[] {
  const file = files.find(({ path }) => path === policy.path);
  if (file === undefined) return [];
  const said = policy.conditions.flatMap(({ kind, body }) => numbersIn(body, kind === "when"));
  const written = [...withoutStringsAndComments(policy.text).matchAll(/[A-Za-z_]\w*|\d+/g)].filter(([token]) =>
    /^\d/.test(token),
  );
  const isSame =
    said.length === written.length && said.every(({ value }, at) => String(Math.abs(value)) === written[at]?.[0]);
  if (!isSame) return [];
  const limits: PolicyLimit[] = [];
  for (const [at, { value, comparison, sense }] of said.entries()) {
    const token = written[at];
    if (comparison === null || value < 0 || token === undefined) continue;
    const { subject, bound } = comparison;
    const start = policy.index + token.index;
    limits.push({
      policyId: policy.id,
      index: limits.length,
      what: valueOf(subject, { money: String, action: () => null }),
      bound: sense === false ? otherSide[bound] : bound,
      paths: pathsIn(subject).flatMap((path) => (subjects.test(path) ? [path.slice("context.".length)] : [])),
      value,
      widens: widensOf(bound, sense, policy.effect),
      path: policy.path,
      line: placeAt(file.text, start).line,
      start,
      end: start + token[0].length,
    });
  }
  return limits;
}

/** Of a permit that applies to more, and of a forbid that applies to less, more is permitted. */
function widensOf(bound: Bound, sense: Sense, effect: ReadPolicy["effect"]): PolicyLimit["widens"] {
  if (sense === null) return null;
  const holdsMoreOften = bound === "at most" || bound === "less than" ? "higher" : "lower";
  const holdsLessOften = holdsMoreOften === "higher" ? "lower" : "higher";
  return sense === (effect === "permit") ? holdsMoreOften : holdsLessOften;
}

/** In reading order. */
function numbersIn(
  expression: Expression,
  sense: Sense,
  comparison: Comparison | null = null,
): readonly WrittenNumber[] {
  if (expression.kind === "literal")
    return typeof expression.value === "number" ? [{ value: expression.value, comparison, sense }] : [];
  if (expression.kind === "binary") {
    const { operator, left, right } = expression;
    const inner = operator in bounds || operator === "&&" || operator === "||" ? sense : null;
    return [
      ...numbersIn(left, inner, comparisonOf(right, turned[operator])),
      ...numbersIn(right, inner, comparisonOf(left, operator)),
    ];
  }
  if (expression.kind === "if") {
    const { condition, positive, negative } = expression;
    return [...numbersIn(condition, null), ...numbersIn(positive, sense), ...numbersIn(negative, sense)];
  }
  const isNegation = expression.kind === "other" && expression.operator === "!";
  const inner = isNegation && sense !== null ? !sense : null;
  return partsOf(expression).flatMap((part) => numbersIn(part, inner));
}

/** What a number bounds that stands on the other side of the operator. */
function comparisonOf(subject: Expression, operator: string | undefined): Comparison | null {
  const bound = operator === undefined ? undefined : bounds[operator];
  const paths = pathsIn(subject);
  const isCompared = paths.some((path) => subjects.test(path)) && !paths.some((path) => path.startsWith(assurance));
  return bound === undefined || !isCompared ? null : { subject, bound };
}

const assurance = "context.assurance";
