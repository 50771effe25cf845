import { defineScenario } from "@purser/kit";
import { partsWish, returnedAsPaid, wantsAllBack } from "./paid-in-parts.ts";
import { otherThan } from "./record-checks.ts";
import { sayYes } from "./refund-requests.ts";

export default defineScenario({
  name: "novel-combination",
  title:
    "Sold no more, bought in a promotion, paid in two ways, in a state with its own law: each part goes back as it was paid.",
  endsAs: "resolved",
  customer: (seeded) => partsWish(seeded),
  play: async (stage, wish) => {
    await wantsAllBack(stage, wish);
    await sayYes(stage);
    await stage.advance(stage.chance.int(1, 90) * 60_000);
    await stage.untilQuiet();
    await stage.teammateAnswers("yes", "Her state gives her the time.");
    await stage.untilQuiet();
  },
  check: (record, wish) => [
    ...otherThan(record, ["payments credit-return", "payments refund"]),
    ...returnedAsPaid(record, wish),
  ],
});
