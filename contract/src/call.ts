import { z } from "zod";
import { jsonObjectSchema } from "./json.ts";
import { writtenErrorCodeSchema } from "./error-code.ts";

/** How one attempt at a call ended, as the log keeps it. */
export const callOutcomeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("done"), result: jsonObjectSchema }),
  z.strictObject({ kind: z.literal("refused"), code: writtenErrorCodeSchema, detail: z.string() }),
  z.strictObject({
    kind: z.literal("failed"),
    code: writtenErrorCodeSchema,
    retry: z.enum(["safe", "never"]),
    detail: z.string(),
  }),
  z.strictObject({ kind: z.literal("unknown"), code: writtenErrorCodeSchema, detail: z.string() }),
]);
export type CallOutcome = z.infer<typeof callOutcomeSchema>;

/** What a look-up by key found; `settled` says whether the action's settle time had passed. */
export const callFindingSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("done"), result: jsonObjectSchema }),
  z.strictObject({ kind: z.literal("not-done"), settled: z.boolean(), detail: z.string() }),
  z.strictObject({ kind: z.literal("key-safe"), detail: z.string() }),
  z.strictObject({ kind: z.literal("doubled"), detail: z.string() }),
  z.strictObject({ kind: z.literal("unknown"), detail: z.string() }),
]);
export type CallFinding = z.infer<typeof callFindingSchema>;
