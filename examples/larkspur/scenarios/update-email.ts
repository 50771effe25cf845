import { defineScenario } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { effectsIn, must, otherThan } from "./record-checks.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";
import { meansIt, opens } from "./clears-up.ts";

export default defineScenario({
  name: "update-email",
  title: "A new e-mail address: she has to sign in afresh first, and then it goes on by itself.",
  endsAs: "resolved",
  customer: ({ landmarks, chance }) => {
    const { customerRef, email, firstName } = landmarksSchema.parse(landmarks).refundSmall;
    const wanted = `${firstName.toLowerCase()}.${chance.int(10, 99)}@new.example.com`;
    return { customerRef, email, wanted };
  },
  play: async (stage, { customerRef, email, wanted }) => {
    const { chance } = stage;
    const isNamedAtOnce = chance.next() < 0.7;
    const named = chance.pick([
      `Please change the email address of my account to ${wanted}.`,
      `I have a new e-mail address: ${wanted}. Can you update it?`,
      `my email has changed from ${email} to ${wanted}, please update my account`,
      `Switch my account to another email please. The new one is ${wanted}`,
    ]);
    const text = isNamedAtOnce ? named : "Please update the email address of my account.";
    await opens(stage, { customerRef, level: 2, text });
    await meansIt(stage);
    if (!isNamedAtOnce) {
      await stage.customerSays(chance.pick([wanted, `It is ${wanted}`, `${wanted} please`]));
      await stage.untilQuiet();
    }
    await stage.advance(chance.int(1, 5) * 60_000);
    await stage.customerIdentifies(3);
    await stage.untilQuiet();
  },
  check: (record, { wanted }) => {
    const [changed] = effectsIn(record, "crm");
    const asked = record.log.findIndex((event) => event.kind === "message.sent" && event.body.text.includes("sign in"));
    const identified = record.log.findLastIndex(({ kind }) => kind === "identity.changed");
    const begun = record.log.findIndex(({ kind }) => kind === "call.started");
    return [
      ...otherThan(record, ["crm email"]),
      ...must(JSON.stringify(changed?.args ?? null).includes(wanted), "The ledger has another address."),
      ...must(asked >= 0 && asked < identified && identified < begun, "It was begun before she had signed in afresh."),
      ...told(record, [wanted]),
      ...withoutPerson(record),
    ];
  },
});
