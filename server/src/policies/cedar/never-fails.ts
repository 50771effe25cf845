import type { Expression } from "./expression.ts";
import { partsOf } from "./nesting.ts";
import type { ReadPolicy } from "./read-policy.ts";

const largestInput = BigInt(Number.MAX_SAFE_INTEGER);
const largestLong = 2n ** 63n - 1n;

/**
 * Why judging this policy could end in an error; null when it cannot.
 *
 * An error refuses everything, so one that shows only with more assurance would make more assurance allow less. What
 * can fail in a validated policy is arithmetic beyond 64 bits and the functions of extensions (`ip`, `decimal`,
 * `datetime`); the second take literals only, so nothing is lost without them.
 */
export function whyItMayFail(policy: ReadPolicy): string | null {
  for (const { body } of policy.conditions) {
    const reason = reasonIn(body);
    if (reason !== null) return reason;
  }
  return null;
}

function reasonIn(expression: Expression): string | null {
  if (expression.kind === "other" && expression.isCall)
    return `The function ${expression.operator} is not available: facts and arguments are texts, whole numbers, booleans, sets and records.`;
  if (isArithmetic(expression) && largestOf(expression) > largestLong)
    return "This arithmetic could exceed 64 bits; multiply with a smaller number.";
  for (const part of partsOf(expression)) {
    const reason = reasonIn(part);
    if (reason !== null) return reason;
  }
  return null;
}

function isArithmetic(expression: Expression): boolean {
  return expression.kind === "binary" && ["+", "-", "*"].includes(expression.operator);
}

/** A bound of the absolute value, given that every number in a question is a safe integer. */
function largestOf(expression: Expression): bigint {
  if (expression.kind === "literal") {
    const value = expression.value;
    return typeof value === "number" ? BigInt(Math.ceil(Math.abs(value))) : 0n;
  }
  if (expression.kind === "if") {
    const [positive, negative] = [largestOf(expression.positive), largestOf(expression.negative)];
    return positive > negative ? positive : negative;
  }
  if (expression.kind === "other" && expression.operator === "neg")
    return expression.parts.reduce((sum, part) => sum + largestOf(part), 0n);
  if (expression.kind !== "binary") return largestInput;
  const [left, right] = [largestOf(expression.left), largestOf(expression.right)];
  return expression.operator === "*" ? left * right : left + right;
}
