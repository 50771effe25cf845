import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { storeTimeOf } from "./appointment-record.ts";
import { cardText, readCharges, readRefunds } from "./charge-record.ts";

/** So many are told at most, the newest first. */
const mostTold = 5;

const toldRefundSchema = z.object({
  refundId: z.string(),
  /** The order or the outfit box that was paid. */
  reference: z.string(),
  amountMinor: z.int(),
  card: z.string(),
  paidOn: z.iso.date(),
});

/** What was paid back to the customer and not taken back since, of all that she paid or of one order; as the payment processor has it. */
export default defineLookup({
  name: "find_refunds",
  title: "Find what was paid back",
  doing: "looking up your refund",
  input: z.strictObject({ orderId: z.string().exactOptional() }),
  output: z.object({ refunds: z.array(toldRefundSchema), refunding: z.object({ state: z.enum(["paid", "none"]) }) }),
  needs: { orderId: "message.orderId" },
  gives: ["refunds", "refunding.state"],
  run: async (context) => {
    const [made, charges] = await Promise.all([readRefunds(context), readCharges(context)]);
    if (made.kind !== "found") return made;
    if (charges.kind !== "found") return charges;
    const { orderId } = context.args;
    const chargeOf = new Map(charges.value.map((charge) => [charge.chargeId, charge]));
    const refunds = made.value
      .filter(({ status }) => status === "succeeded")
      .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt))
      .flatMap(({ refundId, chargeId, amountMinor, createdAt }) => {
        const charge = chargeOf.get(chargeId);
        if (charge === undefined || (orderId !== undefined && charge.orderId !== orderId)) return [];
        const paidOn = storeTimeOf(createdAt).day;
        return [{ refundId, reference: charge.orderId, amountMinor, card: cardText(charge), paidOn }];
      })
      .slice(0, mostTold);
    return { kind: "found", result: { refunds, refunding: { state: refunds.length > 0 ? "paid" : "none" } } };
  },
});
