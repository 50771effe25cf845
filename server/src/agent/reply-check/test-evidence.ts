import { callKeySchema, currencySchema, instantSchema } from "@purser/contract";
import type { Evidence } from "./evidence.ts";

/** The key of a call that the log shows, where a test needs one. */
export const someKey = callKeySchema.parse("1".repeat(52));

/** A case of a shop in Berlin in which nothing is known and nothing was done. */
export const noEvidence: Evidence = {
  facts: [],
  herWords: [],
  done: [],
  underWay: [],
  isHandedOver: false,
  comesBack: false,
  now: instantSchema.parse("2026-02-10T07:17:00.000Z"),
  settings: { currency: currencySchema.parse("EUR"), locale: "en-IE", timeZone: "Europe/Berlin" },
};

/** What is known of an order that was delivered. */
export const deliveredOrder: Evidence["facts"] = [
  { path: "order.id", value: "L-14497" },
  { path: "order.status", value: "delivered" },
  { path: "item.unitPriceMinor", value: 5_400 },
  { path: "item.name", value: "Starling sneaker, blue" },
  { path: "delivery.by", value: "2026-02-13" },
  { path: "order.daysSinceDelivery", value: 3 },
];
