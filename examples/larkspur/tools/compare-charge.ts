import { formatMoney } from "@purser/contract";
import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { type BillOf, readBill } from "./billing-record.ts";
import { cardText } from "./charge-record.ts";
import { orderIdSchema } from "./order-record.ts";

const billingSchema = z.object({
  /** `overcharged`: something can go back. `corrected`: it went back before. `right`: no more was taken than is owed. */
  verdict: z.enum(["overcharged", "corrected", "right"]),
  owedMinor: z.int(),
  chargedMinor: z.int(),
  differenceMinor: z.int(),
  cause: z.string().nullable(),
  card: z.string(),
  /** What the order consists of, for people. */
  items: z.string(),
  /** For the note on the account, and what it is about. */
  note: z.string(),
  topic: z.string(),
});

/** What an order costs against what was taken for it. */
export default defineLookup({
  name: "compare_charge",
  title: "Compare what was charged with what the order costs",
  input: z.strictObject({ orderId: orderIdSchema }),
  output: z.object({ order: z.object({ id: z.string() }), billing: billingSchema }),
  needs: { orderId: "order.id" },
  gives: [
    "order.id",
    "billing.verdict",
    "billing.owedMinor",
    "billing.chargedMinor",
    "billing.differenceMinor",
    "billing.cause",
    "billing.card",
    "billing.items",
    "billing.note",
    "billing.topic",
  ],
  run: async (context) => {
    const reading = await readBill(context, context.args.orderId);
    if (reading.kind !== "found") return reading;
    return { kind: "found", result: { order: { id: context.args.orderId }, billing: told(reading.value) } };
  },
});

function told({ order, charges, billing }: BillOf): z.infer<typeof billingSchema> {
  const { owedMinor, chargedMinor, correctedMinor, overchargedMinor: differenceMinor, cause } = billing;
  const amount = (minor: number) => formatMoney(minor, order.currency);
  const [charge] = charges;
  return {
    verdict: differenceMinor > 0 ? "overcharged" : correctedMinor > 0 ? "corrected" : "right",
    owedMinor,
    chargedMinor,
    differenceMinor,
    cause,
    card: charge === undefined ? "card" : cardText(charge),
    items: order.lines.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(", "),
    note:
      `Billing discrepancy (${cause ?? "none"}): order ${order.orderId} costs ${amount(owedMinor)}, ` +
      `${amount(chargedMinor)} was taken; ${amount(differenceMinor)} refunded.`,
    topic: `billing:${cause ?? "none"}`,
  };
}
