import { unreachable } from "@purser/contract";
import type { Expression } from "./expression.ts";
import { withoutStringsAndComments } from "./text-place.ts";

/**
 * How deep brackets and `if` may lie in each other, and how deep an expression may be. Cedar's WebAssembly has a small
 * stack and is unusable once it has overflowed: measured with 4.13.0, parsing overflows at 200 brackets and judging at
 * 400 links of one `&&` chain. A policy that could do so must never be loaded, since it would stop every other one.
 */
export const deepestBrackets = 50;
export const deepestExpression = 100;

/** The index of the first character that lies too deep to be parsed safely; null when there is none. */
export function tooDeepAt(text: string): number | null {
  let depth = 0;
  for (const match of withoutStringsAndComments(text).matchAll(/[([{]|[)\]}]|\bif\b|;/g)) {
    if (match[0] === ";") depth = 0;
    else if (/[)\]}]/.test(match[0])) depth -= 1;
    else depth += 1;
    if (depth > deepestBrackets) return match.index;
  }
  return null;
}

/** How many operators lie in each other; a `has` with a path counts each of its names. */
export function depthOf(expression: Expression): number {
  const deepestPart = Math.max(0, ...partsOf(expression).map(depthOf));
  return deepestPart + (expression.kind === "has" ? expression.path.length : 1);
}

/** The expressions that one is directly made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "variable":
      return [];
    case "attribute":
    case "has":
    case "like":
      return [expression.of];
    case "is":
      return expression.in === null ? [expression.of] : [expression.of, expression.in];
    case "record":
      return [...expression.fields.values()];
    case "binary":
      return [expression.left, expression.right];
    case "if":
      return [expression.condition, expression.positive, expression.negative];
    case "other":
      return expression.parts;
    default:
      return unreachable(expression);
  }
}
