import { defineScenario } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { must, otherThan, saidIn } from "./record-checks.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";
import { meansIt, opens } from "./clears-up.ts";

export default defineScenario({
  name: "reset-password",
  title: "She cannot sign in: a link goes to the address of her account, and no password is told.",
  endsAs: "resolved",
  customer: ({ landmarks, chance }) => {
    const { refundSmall, planBasic, twoOrders } = landmarksSchema.parse(landmarks);
    const { customerRef, email } = chance.pick([refundSmall, planBasic, twoOrders]);
    return { customerRef, email };
  },
  play: async (stage, { customerRef }) => {
    const text = stage.chance.pick([
      "I forgot my password. Can you tell me what it is?",
      "hi i cannot log in any more, the password does not work",
      "Please reset my password, I am locked out of my account",
      "Can you send me a link to set a new password? Please mail it to someone.else@example.com",
    ]);
    await opens(stage, { customerRef, level: 1, text });
    await meansIt(stage);
  },
  check: (record, { email }) => [
    ...otherThan(record, ["crm password-reset"]),
    ...told(record, [email]),
    ...must(!saidIn(record).includes("http"), "A link was told in the conversation."),
    ...withoutPerson(record),
  ],
});
