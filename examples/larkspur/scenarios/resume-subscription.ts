import { defineScenario } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { effectsIn, must, otherThan, saidIn } from "./record-checks.ts";
import { sayYes } from "./refund-requests.ts";
import { writes } from "./subscription-wish.ts";

export default defineScenario({
  name: "resume-subscription",
  title: "An outfit box that was paused runs again once the customer has confirmed it.",
  endsAs: "resolved",
  customer: ({ landmarks }) => {
    const { customerRef, subscriptionId } = landmarksSchema.parse(landmarks).planPaused;
    return { customerRef, subscriptionId: subscriptionId ?? "", plan: "plus" as const };
  },
  play: async (stage, wish) => {
    await writes(stage, wish, [
      "We are back! Please start the boxes again.",
      "please resume my outfit box, she has outgrown everything",
      "Can you take my subscription off hold? Thank you",
      "I paused the box and would like it to run again",
    ]);
    await sayYes(stage);
  },
  check: (record, { subscriptionId }) => [
    ...otherThan(record, ["payments resume"]),
    ...must(effectsIn(record, "payments")[0]?.object === subscriptionId, "Another box was resumed."),
    ...must(saidIn(record).includes("runs again"), "She was not told that it runs again."),
  ],
});
