import { jsonObjectSchema, type JsonObject } from "@purser/contract";
import { z } from "zod";

/** What stands under `content`, by media type. */
export const contentSchema = z.record(z.string(), z.object({ schema: jsonObjectSchema.default({}) }));

/** The schema of the first kind of JSON; null where there is none. */
export function jsonContent(content: z.infer<typeof contentSchema>): JsonObject | null {
  const type = Object.keys(content).find((name) => /^application\/(?:[\w.+-]+\+)?json\b/.test(name));
  return type === undefined ? null : (content[type]?.schema ?? null);
}
