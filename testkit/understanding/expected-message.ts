import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const lineSchema = z.strictObject({
  id: z.string(),
  channel: z.enum(["chat", "sms", "email"]),
  kind: z.enum(["single", "multi", "ambiguous", "out-of-scope", "person"]),
  /** In order for several requests; for an ambiguous one all that it may mean. */
  procedures: z.array(z.string()).default([]),
  text: z.string(),
});

/** A message that was written by hand, with what a good reader makes of it. */
export type ExpectedMessage = z.infer<typeof lineSchema>;

export const halves = ["dev", "held-out", "fresh", "blind", "unread", "later"] as const;
export type Half = (typeof halves)[number];

/** A part of the messages in `evals/understanding`. All but `dev` are for judging: the blind, the unread and the later ones
 * were written by somebody who had seen neither examples nor other messages, in this order. */
export function readExpected(half: Half): ExpectedMessage[] {
  const path = fileURLToPath(new URL(`../../evals/understanding/${half}.jsonl`, import.meta.url));
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => lineSchema.parse(JSON.parse(line)));
}
