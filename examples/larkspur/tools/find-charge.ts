import { instantSchema } from "@purser/contract";
import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { type BillOf, readBills } from "./billing-record.ts";
import { cardText } from "./charge-record.ts";

const toldChargeSchema = z.object({
  orderId: z.string(),
  amountMinor: z.int(),
  card: z.string(),
  capturedAt: instantSchema,
});

/** What was taken from the customer's cards, and the order that she means where there is no choice to make. */
export default defineLookup({
  name: "find_charge",
  title: "Find the charge that is meant",
  doing: "looking up the charge",
  input: z.strictObject({ orderId: z.string().exactOptional(), amountMinor: z.int().exactOptional() }),
  output: z.object({ charges: z.array(toldChargeSchema), order: z.object({ id: z.string() }).exactOptional() }),
  needs: { orderId: "message.orderId", amountMinor: "message.amountMinor" },
  gives: ["charges", "order.id"],
  run: async (context) => {
    const reading = await readBills(context);
    if (reading.kind !== "found") return reading;
    const charges = reading.value.flatMap((bill) =>
      bill.charges.map((charge) => {
        const { orderId, amountMinor, capturedAt } = charge;
        return { orderId, amountMinor, capturedAt, card: cardText(charge) };
      }),
    );
    const meant = billMeant(reading.value, context.args);
    return {
      kind: "found",
      result: { charges, ...(meant === null ? {} : { order: { id: meant.order.orderId } }) },
    };
  },
});

/** The bill that she names, the only one that is wrong, the only one with a charge of this amount, or the only one. */
function billMeant(bills: readonly BillOf[], said: { orderId?: string; amountMinor?: number }): BillOf | null {
  const named = bills.filter(({ order }) => order.orderId === said.orderId);
  if (said.orderId !== undefined) return onlyOne(named);
  const wrong = bills.filter(({ billing }) => billing.overchargedMinor > 0);
  const sameAmount = bills.filter(({ charges }) => charges.some(({ amountMinor }) => amountMinor === said.amountMinor));
  return onlyOne(wrong) ?? onlyOne(sameAmount) ?? onlyOne(bills);
}

function onlyOne(bills: readonly BillOf[]): BillOf | null {
  const [only, ...others] = bills;
  return only === undefined || others.length > 0 ? null : only;
}
