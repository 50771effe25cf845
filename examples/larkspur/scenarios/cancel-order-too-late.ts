import { defineScenario } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { effectsIn, must, otherThan, yesesIn } from "./record-checks.ts";
import { sayYes } from "./refund-requests.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";
import { opens } from "./clears-up.ts";

export default defineScenario({
  name: "cancel-order-too-late",
  title: "The order has left: she is told so and offered the return, and takes it; the case waits for the parcel.",
  endsAs: "waiting",
  customer: ({ landmarks }) => {
    const { customerRef, orders } = landmarksSchema.parse(landmarks).shippedOrder;
    return { customerRef, orderId: orders[0]?.orderId ?? "" };
  },
  play: async (stage, { customerRef, orderId }) => {
    const text = stage.chance.pick([
      `Please cancel my order ${orderId}.`,
      "I want to cancel my order, it was a mistake",
      "can I still cancel my order before it ships?",
    ]);
    await opens(stage, { customerRef, level: 2, text });
    await stage.customerSays(stage.chance.pick(["yes", "Yes please", "ok"]));
    await stage.untilQuiet();
    await sayYes(stage);
  },
  check: (record, { orderId }) => [
    ...otherThan(record, ["mail sent", "oms return", "shipping label"]),
    ...must(effectsIn(record, "oms")[0]?.object === orderId, "Another order comes back."),
    ...must(yesesIn(record).join() === "confirm", "She did not confirm the return itself."),
    ...told(record, ["too late to cancel", "label"]),
    ...withoutPerson(record),
  ],
});
