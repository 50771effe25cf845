import type { PlayedRecord } from "@purser/kit";
import { effectsIn, must, otherThan, saidIn } from "./record-checks.ts";
import { dollars } from "./refund-requests.ts";
import { withoutPerson } from "./wrong-size-checks.ts";

/** This order and no other is cancelled and paid back in full, and she was told both. */
export function cancelledAndPaid(
  record: PlayedRecord,
  { orderId, paidMinor }: { orderId: string; paidMinor: number },
): readonly string[] {
  const cancelled = effectsIn(record, "oms").find(({ operation }) => operation === "cancel");
  const refund = effectsIn(record, "payments").find(({ operation }) => operation === "refund");
  const isInFull = JSON.stringify(refund?.args ?? null).includes(`"amountMinor":${paidMinor}`);
  const said = saidIn(record);
  return [
    ...otherThan(record, ["oms cancel", "payments refund"]),
    ...must(cancelled?.object === orderId, "Another order was cancelled."),
    ...must(refund?.object === `CH-${orderId.slice(2)}` && isInFull, "It was not paid back in full."),
    ...must(said.includes(orderId) && said.includes(dollars(paidMinor)), "She was not told what was done."),
    ...withoutPerson(record),
  ];
}
