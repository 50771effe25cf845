import { defineScenario } from "@purser/kit";
import { otherThan } from "./record-checks.ts";
import { refundedAsAsked } from "./refund-checks.ts";
import { askForRefund, refundWish, sayYes } from "./refund-requests.ts";

export default defineScenario({
  name: "refund-confirmed",
  title: "Up to $100 is refunded once the customer has confirmed it.",
  endsAs: "resolved",
  customer: (seeded) => refundWish("refundMedium", 2501, seeded),
  play: async (stage, wish) => {
    await askForRefund(stage, wish);
    await sayYes(stage);
  },
  check: (record, wish) => [...otherThan(record, ["payments refund"]), ...refundedAsAsked(record, wish, ["confirm"])],
});
