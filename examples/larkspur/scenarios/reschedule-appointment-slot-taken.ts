import { defineScenario } from "@purser/kit";
import { fittingWish, startsAtInTheEnd } from "./fitting-wish.ts";
import { must, otherThan, saidIn } from "./record-checks.ts";
import { sayYes } from "./refund-requests.ts";
import { withoutPerson } from "./wrong-size-checks.ts";
import { opens } from "./clears-up.ts";

export default defineScenario({
  name: "reschedule-appointment-slot-taken",
  title: "Somebody takes the new time while she thinks: the old one stays, and she is offered what is free.",
  endsAs: "waiting",
  customer: (seeded) => fittingWish(seeded),
  play: async (stage, { customerRef, otherRef, day, time, slotId }) => {
    const text = stage.chance.pick([
      `Please move my fitting to ${day} at ${time}.`,
      `can we reschedule our appointment to ${day} at ${time}? sunday does not work for us`,
    ]);
    await opens(stage, { customerRef, level: 2, text });
    const headers = { "if-version": "1" };
    await stage.elsewhere("calendar", {
      method: "POST",
      path: "/appointments",
      body: { slotId },
      headers,
      customerRef: otherRef,
    });
    await sayYes(stage);
  },
  check: (record) => {
    const said = saidIn(record);
    return [
      ...otherThan(record, []),
      ...must(startsAtInTheEnd(record) === null, "Something was changed at the calendar."),
      ...must(said.includes("your fitting stays as it is"), "She was not told that her fitting stays."),
      ...must(/What is free: \w+, .+ at /.test(said), "She was offered nothing else."),
      ...withoutPerson(record),
    ];
  },
});
