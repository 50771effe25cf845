import { defineScenario } from "@purser/kit";
import { askForGoodwill, goodwillWish, nothingToldBefore } from "./goodwill-wish.ts";
import { must, otherThan, saidIn, yesesIn } from "./record-checks.ts";

export default defineScenario({
  name: "goodwill-credit",
  title: "A credit is drafted for a teammate; the customer hears of it when it is approved and there.",
  endsAs: "resolved",
  customer: (seeded) => goodwillWish(seeded),
  play: async (stage, wish) => {
    await askForGoodwill(stage, wish);
    await stage.advance(stage.chance.int(5, 300) * 60_000);
    await stage.untilQuiet();
    await stage.teammateAnswers("yes", "The carrier was really late.");
    await stage.untilQuiet();
  },
  check: (record, { creditMinor }) => [
    ...otherThan(record, ["payments credit"]),
    ...nothingToldBefore(record),
    ...must(yesesIn(record).join() === "approve", "A teammate has not approved it."),
    ...must(saidIn(record).includes(`$${(creditMinor / 100).toFixed(2)}`), "She was not told the amount in the end."),
  ],
});
