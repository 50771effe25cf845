import { openSystem, type SystemOptions } from "../open-system.ts";
import type { SystemOfRecord } from "../system-of-record.ts";
import { shippingStateSchema, type ShippingState } from "./data.ts";
import { shippingRoutes } from "./routes.ts";
import { labelWebhooks } from "./webhooks.ts";

/** Return labels and delivery estimates. It is slow, answers 202, decides later, and knows no idempotency at all. */
export function createShipping({
  data,
  webhookSecret,
  ...options
}: SystemOptions & { data: ShippingState; webhookSecret: string }): SystemOfRecord {
  return openSystem(
    {
      name: "shipping",
      stateSchema: shippingStateSchema,
      seeded: data,
      routes: shippingRoutes,
      webhooks: (state, clock, keep) => labelWebhooks(state, { clock, keep, secret: webhookSecret }),
    },
    options,
  );
}
