import { defineScenario } from "@purser/kit";
import { must, otherThan } from "./record-checks.ts";
import { refundedAsAsked } from "./refund-checks.ts";
import { askForRefund, refundWish } from "./refund-requests.ts";

export default defineScenario({
  name: "refund-undone",
  title: "A small refund is made at once; a lead takes it back, and another approves that.",
  endsAs: "resolved",
  customer: (seeded) => refundWish("refundSmall", 500, seeded),
  play: async (stage, wish) => {
    await askForRefund(stage, wish);
    await stage.advance(stage.chance.int(1, 48) * 3_600_000);
    await stage.undo("refund_order", "The parcel was returned to us unopened.");
    await stage.untilQuiet();
    await stage.teammateAnswers("yes", "I have seen the parcel.");
    await stage.untilQuiet();
  },
  check: (record, wish) => [
    ...otherThan(record, ["payments refund", "payments refund-void"]),
    ...refundedAsAsked(record, wish, ["approve"]),
    ...must(
      record.log.some((event) => event.kind === "undo.ended" && event.body.isUndone),
      "The log has no undo.",
    ),
  ],
});
