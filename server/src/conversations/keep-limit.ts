import { type ErrorCode, PurserError } from "@purser/contract";
import type { RateName } from "../blueprint/settings/limits.ts";
import type { Desk } from "./desk.ts";

/** What is refused when a limit is reached. */
const codes = {
  requests: "PUR-2166",
  programs: "PUR-2166",
  messages: "PUR-2167",
  newCases: "PUR-2168",
  visitors: "PUR-3362",
  webhooks: "PUR-2169",
  exports: "PUR-2174",
  files: "PUR-3396",
} as const satisfies Record<RateName, ErrorCode>;

export type LimitDesk = Pick<Desk, "tenant" | "store" | "limits">;

/**
 * Counts one of these, of whom it names; the same one, by its id, counts once. Nothing is asked of the store where there is
 * no limit. Throws PUR-2166 to PUR-2169, PUR-2174, PUR-3362 or PUR-3396, with the time until there is room again.
 */
export async function keepLimit(
  what: RateName,
  { of, turnId }: { of: string; turnId: string },
  { tenant, store, limits }: LimitDesk,
): Promise<void> {
  const rates = limits()[what];
  if (rates.length === 0) return;
  const { retryAfterMs } = await store.takeTurn(tenant, { key: `${what}/${of}`, turnId, rates });
  if (retryAfterMs > 0)
    throw new PurserError(codes[what], `Again in ${Math.ceil(retryAfterMs / 1000)} s.`, { retryAfterMs });
}
