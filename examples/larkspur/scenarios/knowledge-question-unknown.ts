import { defineScenario } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { must, otherThan, saidIn } from "./record-checks.ts";

export default defineScenario({
  name: "knowledge-question-unknown",
  title: "What no page answers is not made up: she hears so, and a colleague is offered.",
  endsAs: "handed-off",
  customer: ({ landmarks, chance }) => {
    const { customerRef } = landmarksSchema.parse(landmarks).refundSmall;
    const ask = chance.pick([
      "what are your store hours in Chicago?",
      "do you ship to the UK and to Brazil?",
      "I have a question about your shop: is there a loyalty program?",
      "how long is the warranty on bicycles",
    ]);
    return { customerRef, ask };
  },
  play: async (stage, { customerRef, ask }) => {
    await stage.openCase({ customerRef, level: 0, text: ask });
    await stage.untilQuiet();
    await stage.customerSays(stage.chance.pick(["yes please", "Yes", "ok"]));
    await stage.untilQuiet();
  },
  check: (record, { ask }) => {
    const said = saidIn(record);
    const handoff = record.log.find((event) => event.kind === "handoff.made");
    const wants = handoff?.kind === "handoff.made" ? handoff.body.packet.known.map(({ value }) => value) : [];
    return [
      ...otherThan(record, []),
      ...must(said.includes("I don't find that in what I have"), "She was not told that it is not known."),
      ...must(!said.includes("Source:"), "Something was answered all the same."),
      ...must(wants.includes(ask), "The colleague does not read what she asked."),
    ];
  },
});
