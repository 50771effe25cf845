import { defineScenario } from "@purser/kit";
import { otherThan } from "./record-checks.ts";
import { refundedAsAsked } from "./refund-checks.ts";
import { askForRefund, refundWish } from "./refund-requests.ts";
import { meansIt } from "./clears-up.ts";

export default defineScenario({
  name: "refund-automatic",
  title: "Up to $25 is refunded on request, and nobody is asked.",
  endsAs: "resolved",
  customer: (seeded) => refundWish("refundSmall", 500, seeded),
  play: async (stage, wish) => {
    await askForRefund(stage, wish);
    await meansIt(stage);
  },
  check: (record, wish) => [...otherThan(record, ["payments refund"]), ...refundedAsAsked(record, wish, [])],
});
