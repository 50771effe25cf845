import type { Expression } from "./expression.ts";
import { partsOf } from "./nesting.ts";
import type { ReadPolicy } from "./read-policy.ts";

/** A record of the context, with all that may stand in it. */
export type ContextRecord<Name extends string> = { record: "totals" | "assurance"; all: readonly Name[] };

/** What a policy names of a record of the context; all of it where it takes the record, or the context, as a whole. */
export function namedInContext<Name extends string>(
  policy: ReadPolicy,
  { record, all }: ContextRecord<Name>,
): readonly Name[] {
  const named = new Set<string>();
  for (const { body } of policy.conditions) collect(body, record, all, named);
  return all.filter((name) => named.has(name));
}

function collect(
  expression: Expression,
  record: ContextRecord<string>["record"],
  all: readonly string[],
  named: Set<string>,
): void {
  if (expression.kind === "attribute" && isRecord(expression.of, record)) named.add(expression.name);
  else if (isRecord(expression, record) || isContext(expression)) for (const name of all) named.add(name);
  else if (expression.kind === "attribute" && isContext(expression.of)) return;
  else for (const part of partsOf(expression)) collect(part, record, all, named);
}

function isRecord(expression: Expression, record: string): boolean {
  return expression.kind === "attribute" && expression.name === record && isContext(expression.of);
}

function isContext(expression: Expression): boolean {
  return expression.kind === "variable" && expression.name === "context";
}
