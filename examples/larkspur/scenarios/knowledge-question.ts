import { defineScenario } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { must, otherThan, saidIn } from "./record-checks.ts";
import { withoutPerson } from "./wrong-size-checks.ts";

/** What she asks, and words of the page that answers it. */
type Question = { ask: string; quote: string; page: string };

const questions: readonly [Question, ...Question[]] = [
  { ask: "Hi! How long does standard delivery take?", quote: "3 to 5 business days", page: "knowledge/shipping.md" },
  { ask: "do gift cards expire?", quote: "do not expire", page: "knowledge/gift-cards.md" },
  { ask: "Can I put the sneakers in the washing machine?", quote: "in a laundry bag", page: "knowledge/care.md" },
  { ask: "What are your store hours on Sunday?", quote: "11 a.m. to 5 p.m.", page: "knowledge/stores.md" },
  { ask: "How long is the warranty on shoes", quote: "one year", page: "knowledge/warranty.md" },
];

export default defineScenario({
  name: "knowledge-question",
  title: "A question about the shop is answered from its own pages, with the source, to anybody.",
  endsAs: "resolved",
  customer: ({ landmarks, chance }) => {
    const { customerRef } = landmarksSchema.parse(landmarks).refundSmall;
    return { customerRef, first: chance.pick(questions), second: chance.pick(questions) };
  },
  play: async (stage, { customerRef, first, second }) => {
    await stage.openCase({ customerRef, level: 0, text: first.ask });
    await stage.untilQuiet();
    await stage.customerSays(second.ask);
    await stage.untilQuiet();
  },
  check: (record, { first, second }) => {
    const said = saidIn(record);
    return [
      ...otherThan(record, []),
      ...withoutPerson(record),
      ...[first, second].flatMap(({ ask, quote, page }) => [
        ...must(said.includes(quote), `“${ask}” was not answered with “${quote}”.`),
        ...must(said.includes(page), `The page ${page} was not named.`),
      ]),
      ...must(!said.includes("sign in"), "She was asked who she is."),
    ];
  },
});
