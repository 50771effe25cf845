import { defineScenario } from "@purser/kit";
import { billingWish, complainOfBill } from "./billing-wish.ts";
import { must, otherThan, saidIn } from "./record-checks.ts";
import { withoutPerson } from "./wrong-size-checks.ts";

export default defineScenario({
  name: "billing-discrepancy-right",
  title: "The charge is right: it is explained, and nothing is refunded.",
  endsAs: "resolved",
  customer: (seeded) => billingWish("refundMedium", seeded),
  play: (stage, wish) => complainOfBill(stage, wish),
  check: (record, { paidMinor }) => [
    ...otherThan(record, []),
    ...must(saidIn(record).includes("the charge is right"), "She was not told that the charge is right."),
    ...must(saidIn(record).includes(`$${(paidMinor / 100).toFixed(2)}`), "She was not told the amount."),
    ...withoutPerson(record),
  ],
});
