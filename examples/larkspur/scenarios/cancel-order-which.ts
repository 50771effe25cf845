import { defineScenario } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { cancelledAndPaid } from "./cancel-order-checks.ts";
import { must } from "./record-checks.ts";
import { sayYes } from "./refund-requests.ts";
import { opens } from "./clears-up.ts";

export default defineScenario({
  name: "cancel-order-which",
  title: "Two open orders, and she says which only when asked; in some seeds she then means the other one after all.",
  endsAs: "resolved",
  customer: ({ landmarks, chance }) => {
    const { customerRef, orders } = landmarksSchema.parse(landmarks).twoPending;
    const [first, second] = orders;
    if (first === undefined || second === undefined) throw new Error("She has two open orders.");
    const [wanted, other] = chance.pick([
      [first, second],
      [second, first],
    ]);
    const { orderId, paidMinor, lines } = wanted;
    const item = lines[0]?.name.split(",")[0] ?? "";
    return { customerRef, orderId, otherId: other.orderId, paidMinor, item, isCorrected: chance.next() < 0.5 };
  },
  play: async (stage, { customerRef, orderId, otherId, item, isCorrected }) => {
    const { chance } = stage;
    const text = chance.pick(["Please cancel my order.", "I want to cancel my order", "can I still cancel my order?"]);
    await opens(stage, { customerRef, level: 2, text });
    await stage.customerSays(isCorrected ? otherId : chance.pick([orderId, `the ${item}`, `It is ${orderId}.`]));
    await stage.untilQuiet();
    if (isCorrected) {
      await stage.customerSays(chance.pick([`Sorry, I meant ${orderId}`, `oh wait, cancel order ${orderId} instead`]));
      await stage.untilQuiet();
    }
    await sayYes(stage);
  },
  check: (record, wish) => {
    const question = record.log.find(({ kind }) => kind === "message.sent");
    const asked = question?.kind === "message.sent" ? question.body.text : "";
    return [
      ...cancelledAndPaid(record, wish),
      ...must(asked.includes(wish.orderId) && asked.includes(wish.otherId), "Her open orders were not listed."),
    ];
  },
});
