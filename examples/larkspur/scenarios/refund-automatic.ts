import { defineScenario } from "@purser/kit";
import { otherThan } from "./record-checks.ts";
import { refundedAsAsked } from "./refund-checks.ts";
import { askForRefund, refundWish } from "./refund-requests.ts";

export default defineScenario({
  name: "refund-automatic",
  title: "Up to $25 is refunded on request, and nobody is asked.",
  endsAs: "resolved",
  customer: (seeded) => refundWish("refundSmall", 500, seeded),
  play: (stage, wish) => askForRefund(stage, wish),
  check: (record, wish) => [...otherThan(record, ["payments refund"]), ...refundedAsAsked(record, wish, [])],
});
