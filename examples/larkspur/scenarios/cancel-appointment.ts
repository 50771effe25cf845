import { defineScenario } from "@purser/kit";
import { fittingWish } from "./fitting-wish.ts";
import { effectsIn, must, otherThan, saidIn, yesesIn } from "./record-checks.ts";
import { sayYes } from "./refund-requests.ts";
import { withoutPerson } from "./wrong-size-checks.ts";
import { opens } from "./clears-up.ts";

export default defineScenario({
  name: "cancel-appointment",
  title: "A fitting is cancelled once she has confirmed which one.",
  endsAs: "resolved",
  customer: (seeded) => fittingWish(seeded),
  play: async (stage, { customerRef, firstName }) => {
    const text = stage.chance.pick([
      `Hi, please cancel our fitting on Sunday. Thanks, ${firstName}`,
      "we can't come to the fitting, please cancel it",
      "My daughter is ill and we will not come to the appointment. Please cancel.",
      "I want to cancel my appointment in the Brooklyn store!",
    ]);
    await opens(stage, { customerRef, level: 2, text });
    await sayYes(stage);
  },
  check: (record, { appointmentId }) => [
    ...otherThan(record, ["calendar cancel-appointment"]),
    ...must(effectsIn(record, "calendar")[0]?.object === appointmentId, "Another fitting was cancelled."),
    ...must(yesesIn(record).join() === "confirm", "She did not confirm it."),
    ...must(saidIn(record).includes("Sunday, February 15 at 1:00 PM"), "She was not told which fitting it is."),
    ...withoutPerson(record),
  ],
});
