import { defineScenario } from "@purser/kit";
import { fittingWish, startsAtInTheEnd } from "./fitting-wish.ts";
import { effectsIn, must, otherThan, saidIn, yesesIn } from "./record-checks.ts";
import { sayYes } from "./refund-requests.ts";
import { withoutPerson } from "./wrong-size-checks.ts";
import { opens } from "./clears-up.ts";

export default defineScenario({
  name: "reschedule-appointment",
  title: "A fitting goes to another time; the old one is given up only with the new one taken.",
  endsAs: "resolved",
  customer: (seeded) => ({ ...fittingWish(seeded), isVague: seeded.chance.next() < 0.4 }),
  play: async (stage, { customerRef, firstName, day, time, isVague }) => {
    const where = isVague
      ? stage.chance.pick([
          "Something came up on Sunday. Can we move the fitting to another day?",
          `I need to reschedule our appointment at the store. ${firstName}`,
        ])
      : stage.chance.pick([
          `Can you move our fitting from Sunday to ${day} at ${time}? Thanks, ${firstName}`,
          `we can't make it on Sunday, could we reschedule the fitting to ${day}, ${time}?`,
          `please change my appointment to ${day} at ${time}`,
        ]);
    await opens(stage, { customerRef, level: 2, text: where });
    if (isVague) {
      await stage.customerSays(
        stage.chance.pick([`${day} at ${time} would be good`, `Then on ${day} at ${time}, please.`]),
      );
      await stage.untilQuiet();
    }
    await sayYes(stage);
  },
  check: (record, { appointmentId, startsAt }) => [
    ...otherThan(record, ["calendar reschedule"]),
    ...must(effectsIn(record, "calendar")[0]?.object === appointmentId, "Another fitting was moved."),
    ...must(startsAtInTheEnd(record) === startsAt, `The fitting is not at ${startsAt}.`),
    ...must(yesesIn(record).join() === "confirm", "She did not confirm both times."),
    ...must(saidIn(record).includes("your fitting is now on"), "She was not told the new time."),
    ...withoutPerson(record),
  ],
});
