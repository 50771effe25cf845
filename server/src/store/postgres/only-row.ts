import { z } from "zod";

/** The one row that a statement always gives. */
export function onlyRow<Schema extends z.core.$ZodType>(rows: readonly unknown[], schema: Schema): z.infer<Schema> {
  return z.parse(schema, rows[0]);
}

/** The row, where there may be none. */
export function rowOrNull<Schema extends z.core.$ZodType>(
  rows: readonly unknown[],
  schema: Schema,
): z.infer<Schema> | null {
  return rows.length === 0 ? null : z.parse(schema, rows[0]);
}
