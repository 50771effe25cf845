import { hours, seconds } from "@purser/kit";

/** How often what the processor does is done: it keeps keys for 24 hours, errors too, and shows its work within 20 seconds. */
export const underPaymentsKey = {
  once: "key",
  keyLifetimeMs: hours(24),
  settleMs: seconds(20),
  freshForMs: seconds(5),
} as const;
