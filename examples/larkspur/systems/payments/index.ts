import { openSystem, type SystemOptions } from "../open-system.ts";
import type { SystemOfRecord } from "../system-of-record.ts";
import { paymentsStateSchema, type PaymentsState } from "./data.ts";
import { paymentsRoutes } from "./routes.ts";
import { storeError } from "./stored-answers.ts";

const minuteMs = 60_000;

/**
 * Charges, refunds and subscriptions. Every write has a key, kept for 24 hours with its answer, errors too. A change
 * of a subscription is read back up to `largestLagMs` late: a minute, unless told otherwise.
 */
export function createPayments({
  data,
  largestLagMs = minuteMs,
  ...options
}: SystemOptions & { data: PaymentsState; largestLagMs?: number | undefined }): SystemOfRecord {
  return openSystem(
    {
      name: "payments",
      stateSchema: paymentsStateSchema,
      seeded: data,
      routes: paymentsRoutes(largestLagMs),
      onInjectedError: storeError,
    },
    options,
  );
}
