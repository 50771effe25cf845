import { z } from "zod";
import { writtenErrorCodeSchema } from "./error-code.ts";
import { errorTable, type PurserError } from "./errors.ts";

/** The body of an HTTP answer that is an error (RFC 9457), made from the error table. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: writtenErrorCodeSchema,
  /** What is particular about this one: the field, the id, the time. */
  detail: z.string(),
  kept: z.string(),
  todo: z.string(),
  /** A request that would get what was wanted in another way: that of an expired pause proposes its action anew. */
  offer: z.strictObject({ method: z.literal("POST"), path: z.string() }).exactOptional(),
});
export type Problem = z.infer<typeof problemSchema>;

export function problemOf({ code, detail, offer }: Pick<PurserError, "code" | "detail" | "offer">): Problem {
  const { name, status, happened, kept, todo } = errorTable[code];
  const problem = { type: name, title: happened, status, code, detail, kept, todo };
  return offer === null ? problem : { ...problem, offer };
}
