import { z } from "zod";
import { callKeySchema } from "./ids.ts";
import { jsonObjectSchema } from "./json.ts";

/** How a child case ended: `unresolved` came to rest without reaching its goal. */
const childEndSchema = z.enum(["resolved", "closed", "unresolved"]);

const costSchema = z.strictObject({
  thoughts: z.int().nonnegative(),
  calls: z.int().nonnegative(),
  tokens: z.int().nonnegative(),
  costMicros: z.int().nonnegative(),
});

/** What a child case gives back: what it learnt, by path, what it did, and what it cost. */
export const childReportShape = {
  end: childEndSchema,
  summary: z.string(),
  outputs: jsonObjectSchema,
  done: z.array(z.strictObject({ key: callKeySchema, tool: z.string(), result: jsonObjectSchema })),
  cost: costSchema,
} as const;
