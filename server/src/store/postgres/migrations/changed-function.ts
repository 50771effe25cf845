import type { Migration } from "./migration.ts";

/** The last function of a migration, defined anew with one place of its text changed. */
export function changedFunction(
  { statements }: Pick<Migration, "statements">,
  name: string,
  { from, to }: { from: string; to: string },
): string {
  const [, body] = statements.split(new RegExp(`create (?:or replace )?function ${name}\\(`));
  if (body?.split(from).length !== 2) throw new Error(`${name} does not have the place once that is to be changed.`);
  return `create or replace function ${name}(${body.replace(from, to)}`;
}
