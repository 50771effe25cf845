import type { z } from "zod";

/** The one row that a statement always gives. */
export function onlyRow<Schema extends z.ZodType>(rows: readonly unknown[], schema: Schema): z.infer<Schema> {
  return schema.parse(rows[0]);
}

/** The row, where there may be none. */
export function rowOrNull<Schema extends z.ZodType>(rows: readonly unknown[], schema: Schema): z.infer<Schema> | null {
  return rows.length === 0 ? null : schema.parse(rows[0]);
}
