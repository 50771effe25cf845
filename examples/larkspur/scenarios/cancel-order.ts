import { defineScenario } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { cancelledAndPaid } from "./cancel-order-checks.ts";
import { sayYes } from "./refund-requests.ts";
import { opens } from "./clears-up.ts";

export default defineScenario({
  name: "cancel-order",
  title: "An order that is still here is cancelled on her yes, and paid back in full.",
  endsAs: "resolved",
  customer: ({ landmarks }) => {
    const { customerRef, orders } = landmarksSchema.parse(landmarks).pendingOrder;
    return { customerRef, orderId: orders[0]?.orderId ?? "", paidMinor: orders[0]?.paidMinor ?? 0 };
  },
  play: async (stage, { customerRef, orderId }) => {
    const text = stage.chance.pick([
      `Please cancel my order ${orderId}. I ordered by mistake.`,
      "can I still cancel my order? I bought the wrong thing",
      `Hello, I want to cancel the order I placed yesterday. Thank you`,
      `cancel ${orderId} before it ships please!`,
    ]);
    await opens(stage, { customerRef, level: 2, text });
    await sayYes(stage);
  },
  check: (record, wish) => cancelledAndPaid(record, wish),
});
