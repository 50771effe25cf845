import { instantSchema } from "@purser/contract";
import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";

/** Store credit: the fields that the tools use. */
export const creditSchema = z.object({
  creditId: z.string(),
  amountMinor: z.int(),
  status: z.string(),
  createdAt: instantSchema,
});
export type Credit = z.infer<typeof creditSchema>;

/** The customer's credits: all, or those issued (`key`) or revoked (`revokeKey`) under a key. */
export async function readCredits(
  context: ToolContext,
  under?: { name: "key" | "revokeKey"; key: string },
): Promise<Reading<readonly Credit[]>> {
  const query = under === undefined ? "" : `?${under.name}=${encodeURIComponent(under.key)}`;
  const reading = await readRecord(
    context,
    "payments",
    `/credits${query}`,
    z.object({ credits: z.array(creditSchema) }),
  );
  return reading.kind === "found" ? { kind: "found", value: reading.value.credits } : reading;
}

const recentDays = 90;

/** What was credited in the last 90 days and not revoked, in cents. */
export function recentlyCreditedMinor(credits: readonly Credit[], { daysSince }: ToolContext): number {
  return credits
    .filter(({ status, createdAt }) => status === "issued" && daysSince(createdAt) <= recentDays)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
