import type { Expression } from "./expression.ts";
import { partsOf } from "./nesting.ts";
import type { ReadPolicy } from "./read-policy.ts";

const flags = ["confirmed", "approved"];
const ranks = ["identity", "approverRole", "approvals"];

/**
 * Why more assurance could make this policy allow less; null when it cannot.
 *
 * Assurance may stand un-negated in the `when` of a permit and in the `unless` of a forbid, below `&&` and `||` only:
 * the flags as they are, the ranks as at least, or more than, a number. There each condition grows with assurance, so
 * a permit that holds goes on holding and a forbid that does not fire goes on not firing.
 */
export function whyNotMonotone(policy: ReadPolicy): string | null {
  for (const { kind, body } of policy.conditions) {
    const mayGrow =
      (policy.effect === "permit" && kind === "when") || (policy.effect === "forbid" && kind === "unless");
    if (mayGrow ? grows(body) : isFreeOfAssurance(body)) continue;
    return mayGrow
      ? "context.assurance may be used here only below && and ||: confirmed and approved as they are, identity, approverRole and approvals as >= or > a number."
      : `context.assurance may not be used in the ${kind} of a ${policy.effect}, nor may context be used as a whole.`;
  }
  return null;
}

function grows(expression: Expression): boolean {
  if (expression.kind === "binary" && (expression.operator === "&&" || expression.operator === "||")) {
    return grows(expression.left) && grows(expression.right);
  }
  return isAssurance(expression, flags) || isAtLeast(expression) || isFreeOfAssurance(expression);
}

/** `context.assurance.<rank> >= 2`, `> 1`, or the same the other way round. */
function isAtLeast(expression: Expression): boolean {
  if (expression.kind !== "binary") return false;
  const { operator, left, right } = expression;
  if (operator === ">=" || operator === ">") return isAssurance(left, ranks) && isWholeNumber(right);
  if (operator === "<=" || operator === "<") return isWholeNumber(left) && isAssurance(right, ranks);
  return false;
}

function isWholeNumber(expression: Expression): boolean {
  return expression.kind === "literal" && Number.isInteger(expression.value);
}

function isAssurance(expression: Expression, names: readonly string[]): boolean {
  return (
    expression.kind === "attribute" &&
    names.includes(expression.name) &&
    expression.of.kind === "attribute" &&
    expression.of.name === "assurance" &&
    isContext(expression.of.of)
  );
}

/** True when the value cannot depend on assurance: `context` stands only before another of its parts. */
function isFreeOfAssurance(expression: Expression): boolean {
  if (isContext(expression)) return false;
  if (expression.kind === "attribute" && isContext(expression.of)) return expression.name !== "assurance";
  if (expression.kind === "has" && isContext(expression.of)) return expression.path[0] !== "assurance";
  return partsOf(expression).every(isFreeOfAssurance);
}

function isContext(expression: Expression): boolean {
  return expression.kind === "variable" && expression.name === "context";
}
