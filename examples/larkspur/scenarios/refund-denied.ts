import { defineScenario } from "@purser/kit";
import { must, otherThan, saidIn } from "./record-checks.ts";
import { askForRefund, refundWish } from "./refund-requests.ts";

export default defineScenario({
  name: "refund-denied",
  title: "45 days after delivery nothing is refunded, and she is told why.",
  endsAs: "waiting",
  customer: (seeded) => refundWish("outsideWindow", 500, seeded),
  play: (stage, wish) => askForRefund(stage, wish),
  check: (record) => [
    ...otherThan(record, []),
    ...must(saidIn(record).includes("30-day return window"), "She was not told the reason."),
    ...must(!record.log.some(({ kind }) => kind === "call.started"), "Something was called."),
  ],
});
