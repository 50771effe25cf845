import { unreachable } from "@purser/contract";
import type { Expression } from "./expression.ts";
import { withoutStringsAndComments } from "./text-place.ts";

/**
 * How deep brackets and `if` may lie in each other, and how deep an expression may be. Cedar's WebAssembly has a small
 * stack and is unusable once it has overflowed: measured with 4.13.0, parsing overflows at 200 brackets and judging at
 * 400 links of one `&&` chain. A policy that could do so must never be loaded, since it would stop every other one.
 */
const deepestBrackets = 50;
export const deepestExpression = 100;
/** How many `&&` and `||` one policy may have: without brackets each lies in the one after it. */
const mostLinks = 250;

/** Where a text is too deep to be parsed safely, and why; null when it is not. */
export function tooDeepAt(text: string): { index: number; why: string } | null {
  let depth = 0;
  let links = 0;
  for (const { 0: found, index } of withoutStringsAndComments(text).matchAll(/[([{]|[)\]}]|\bif\b|&&|\|\||;/g)) {
    if (found === ";") [depth, links] = [0, 0];
    else if (/[)\]}]/.test(found)) depth -= 1;
    else if (/[&|]/.test(found)) links += 1;
    else depth += 1;
    if (depth > deepestBrackets) return { index, why: `Brackets lie more than ${deepestBrackets} deep here.` };
    if (links > mostLinks)
      return { index, why: `This condition has more than ${mostLinks} “&&” and “||”: it is too deep.` };
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
