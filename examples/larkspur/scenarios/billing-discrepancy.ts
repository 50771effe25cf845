import { defineScenario } from "@purser/kit";
import { billingWish, complainOfBill, confirmIfAsked, corrected } from "./billing-wish.ts";
import { otherThan } from "./record-checks.ts";
import { withoutPerson } from "./wrong-size-checks.ts";

export default defineScenario({
  name: "billing-discrepancy",
  title: "Too much was taken from her card: the difference goes back, she is told when, and it is noted.",
  endsAs: "resolved",
  customer: (seeded) => billingWish(seeded.chance.next() < 0.5 ? "overcharged" : "chargedTwice", seeded),
  play: async (stage, wish) => {
    await complainOfBill(stage, wish);
    await confirmIfAsked(stage, wish);
  },
  check: (record, wish) => [
    ...otherThan(record, ["crm note", "payments refund"]),
    ...corrected(record, wish),
    ...withoutPerson(record),
  ],
});
