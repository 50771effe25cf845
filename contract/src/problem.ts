import { z } from "zod";
import { type ErrorCode, errorCodeSchema, errorTable } from "./errors.ts";

/** The body of an HTTP answer that is an error (RFC 9457), made from the error table. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: errorCodeSchema,
  /** What is particular about this one: the field, the id, the time. */
  detail: z.string(),
  kept: z.string(),
  todo: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;

export function problemOf(code: ErrorCode, detail: string): Problem {
  const { name, status, happened, kept, todo } = errorTable[code];
  return { type: name, title: happened, status, code, detail, kept, todo };
}
