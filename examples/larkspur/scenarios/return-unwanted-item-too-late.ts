import { defineScenario } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { must, otherThan } from "./record-checks.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";
import { opens } from "./clears-up.ts";

export default defineScenario({
  name: "return-unwanted-item-too-late",
  title: "45 days after delivery nothing is taken back, and she is told why.",
  endsAs: "waiting",
  customer: ({ landmarks }) => {
    const { customerRef, orders } = landmarksSchema.parse(landmarks).outsideWindow;
    return { customerRef, orderId: orders[0]?.orderId ?? "" };
  },
  play: async (stage, { customerRef, orderId }) => {
    const text = stage.chance.pick([
      `I want to return an item from order ${orderId}.`,
      "Can I return what I ordered? I would like to send it back.",
      `please send me a return label for ${orderId}`,
    ]);
    await opens(stage, { customerRef, level: 2, text });
  },
  check: (record) => [
    ...otherThan(record, []),
    ...told(record, ["30 days"]),
    ...must(!record.log.some(({ kind }) => kind === "call.started"), "Something was called."),
    ...withoutPerson(record),
  ],
});
