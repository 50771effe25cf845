import { defineScenario } from "@purser/kit";
import { z } from "zod";
import { landmarksSchema } from "../systems/landmarks.ts";
import { effectsIn, must, otherThan } from "./record-checks.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";
import { meansIt, opens } from "./clears-up.ts";

type Wish = { text: string; field: "newsletter" | "textMessages"; isOn: boolean; said: string };

const wishes: readonly [Wish, ...Wish[]] = [
  { text: "Please unsubscribe me from your newsletter.", field: "newsletter", isOn: false, said: "newsletter off" },
  { text: "stop sending me marketing emails!", field: "newsletter", isOn: false, said: "newsletter off" },
  { text: "Hi! Sign me up for your newsletter please", field: "newsletter", isOn: true, said: "newsletter on" },
  { text: "I would like to get text messages from you", field: "textMessages", isOn: true, said: "text messages on" },
  { text: "I don't want any more text messages", field: "textMessages", isOn: false, said: "text messages off" },
  { text: "Please change my notification settings.", field: "textMessages", isOn: true, said: "text messages on" },
];

const writtenSchema = z.object({ newsletter: z.boolean(), textMessages: z.boolean() });

export default defineScenario({
  name: "notification-preferences",
  title: "What she does not want to get is turned off, what she wants is turned on, and nothing else is changed.",
  endsAs: "resolved",
  customer: ({ landmarks, chance }) => {
    const { customerRef } = landmarksSchema.parse(landmarks).refundMedium;
    return { customerRef, wish: chance.pick(wishes) };
  },
  play: async (stage, { customerRef, wish }) => {
    await opens(stage, { customerRef, level: 2, text: wish.text });
    await meansIt(stage);
    if (!wish.text.includes("settings")) return;
    await stage.customerSays(stage.chance.pick(["text messages on", "Turn on text messages please"]));
    await stage.untilQuiet();
    await meansIt(stage);
  },
  check: (record, { wish }) => {
    const written = writtenSchema.safeParse(effectsIn(record, "crm")[0]?.args);
    return [
      ...otherThan(record, ["crm preferences"]),
      ...must(written.success && written.data[wish.field] === wish.isOn, "The ledger does not have what she wanted."),
      ...told(record, [wish.said]),
      ...withoutPerson(record),
    ];
  },
});
