import { defineScenario } from "@purser/kit";
import { askForGoodwill, goodwillWish, nothingToldBefore } from "./goodwill-wish.ts";
import { must, otherThan, saidIn } from "./record-checks.ts";

export default defineScenario({
  name: "goodwill-credit-declined",
  title: "A teammate decides against the drafted credit: nothing happens, and she never hears that there was one.",
  endsAs: "waiting",
  customer: (seeded) => goodwillWish(seeded),
  play: async (stage, wish) => {
    await askForGoodwill(stage, wish);
    await stage.teammateAnswers("no", "She was given one last month.");
    await stage.untilQuiet();
  },
  check: (record) => [
    ...otherThan(record, []),
    ...nothingToldBefore(record),
    ...must(saidIn(record).includes("A colleague has looked at"), "She was not told that somebody has looked at it."),
    ...must(!/\$|credit/i.test(saidIn(record)), "She was told of the credit that she does not get."),
  ],
});
