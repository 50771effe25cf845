import { defineScenario } from "@purser/kit";
import { effectsIn, must, otherThan, saidIn } from "./record-checks.ts";
import { sayYes } from "./refund-requests.ts";
import { boxWish, writes } from "./subscription-wish.ts";

export default defineScenario({
  name: "pause-subscription",
  title: "The outfit box is paused once the customer has confirmed it.",
  endsAs: "resolved",
  customer: (seeded) => boxWish(["basic", "plus", "premium"], seeded),
  play: async (stage, wish) => {
    await writes(stage, wish, [
      "Hi! We are travelling, please pause my outfit box for a while.",
      "put my subscription on hold please, she has more clothes than she can wear",
      "Could you freeze my subscription? no boxes for the next two months please",
      "I want to take a break from the outfit box, until summer",
    ]);
    await sayYes(stage);
  },
  check: (record, { subscriptionId, plan }) => [
    ...otherThan(record, ["payments pause"]),
    ...must(effectsIn(record, "payments")[0]?.object === subscriptionId, "Another box was paused."),
    ...must(saidIn(record).includes(`your ${plan} outfit box is paused`), "She was not told that it is paused."),
  ],
});
