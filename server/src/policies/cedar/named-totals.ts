import type { Expression } from "./expression.ts";
import { partsOf } from "./nesting.ts";
import type { ReadPolicy } from "./read-policy.ts";

/** The totals that a policy names; all of them where it takes the totals, or the context, as a whole. */
export function totalsNamedBy(policy: ReadPolicy, allTotals: readonly string[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { body } of policy.conditions) collect(body, allTotals, named);
  return named;
}

function collect(expression: Expression, allTotals: readonly string[], named: Set<string>): void {
  if (expression.kind === "attribute" && isTotals(expression.of)) named.add(expression.name);
  else if (isTotals(expression) || isContext(expression)) for (const name of allTotals) named.add(name);
  else if (expression.kind === "attribute" && isContext(expression.of)) return;
  else for (const part of partsOf(expression)) collect(part, allTotals, named);
}

function isTotals(expression: Expression): boolean {
  return expression.kind === "attribute" && expression.name === "totals" && isContext(expression.of);
}

function isContext(expression: Expression): boolean {
  return expression.kind === "variable" && expression.name === "context";
}
