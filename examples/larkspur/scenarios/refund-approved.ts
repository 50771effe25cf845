import { defineScenario } from "@purser/kit";
import { otherThan } from "./record-checks.ts";
import { refundedAsAsked } from "./refund-checks.ts";
import { askForRefund, refundWish, sayYes } from "./refund-requests.ts";

export default defineScenario({
  name: "refund-approved",
  title: "Above $100 the customer confirms, and then a lead approves.",
  endsAs: "resolved",
  customer: (seeded) => refundWish("refundLarge", 10_001, seeded),
  play: async (stage, wish) => {
    await askForRefund(stage, wish);
    await sayYes(stage);
    await stage.advance(stage.chance.int(1, 90) * 60_000);
    await stage.untilQuiet();
    await stage.teammateAnswers("yes", "The photo shows it.");
    await stage.untilQuiet();
  },
  check: (record, wish) => [
    ...otherThan(record, ["payments refund"]),
    ...refundedAsAsked(record, wish, ["confirm", "approve"]),
  ],
});
