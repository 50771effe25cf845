import type { PlayedRecord } from "@purser/kit";
import { z } from "zod";
import { effectsIn, must, saidIn, yesesIn } from "./record-checks.ts";
import { dollars, type RefundWish } from "./refund-requests.ts";

const writtenRefundSchema = z.object({ amountMinor: z.int() });

/** One refund of the amount and for the order that she asked for, told to her, and with these answers of people. */
export function refundedAsAsked(record: PlayedRecord, wish: RefundWish, yeses: readonly string[]): readonly string[] {
  const refund = effectsIn(record, "payments").find(({ operation }) => operation === "refund");
  const written = writtenRefundSchema.safeParse(refund?.args);
  const isAmount = written.success && written.data.amountMinor === wish.amountMinor;
  const answered = yesesIn(record).join();
  return [
    ...must(refund?.object === `CH-${wish.orderId.slice(2)}`, "Another charge was refunded."),
    ...must(isAmount, `The ledger does not have a refund of ${dollars(wish.amountMinor)}.`),
    ...must(saidIn(record).includes(dollars(wish.amountMinor)), "She was not told the amount."),
    ...must(
      answered === yeses.join(),
      `People said yes to ${answered || "nothing"}, expected ${yeses.join() || "nothing"}.`,
    ),
  ];
}
