import { defineScenario } from "@purser/kit";
import { must, otherThan, saidIn } from "./record-checks.ts";
import { askForRefund, dollars, refundWish } from "./refund-requests.ts";

export default defineScenario({
  name: "talk-to-a-person",
  title: "She wants a person in the middle of it: the colleague reads what she wants, what is known, done and open.",
  endsAs: "handed-off",
  customer: ({ landmarks, chance }) => {
    const isDone = chance.next() < 0.5;
    const wish = isDone
      ? refundWish("refundSmall", 500, { landmarks, chance })
      : refundWish("refundMedium", 2600, { landmarks, chance });
    return { isDone, wish };
  },
  play: async (stage, { wish }) => {
    await askForRefund(stage, wish);
    await stage.customerSays(
      stage.chance.pick([
        "I would rather talk to a real person about this.",
        "can someone from your team speak to me? connect me with a human please",
        "Let me talk to a person!!",
      ]),
    );
    await stage.untilQuiet();
  },
  check: (record, { isDone, wish }) => {
    const handoff = record.log.find((event) => event.kind === "handoff.made");
    if (handoff?.kind !== "handoff.made") return ["Nobody was handed the case."];
    const { why, wants, known, done, open } = handoff.body.packet;
    const order = known.find(({ name }) => name === "order.id" || name === "message.orderId");
    return [
      ...otherThan(record, isDone ? ["payments refund"] : []),
      ...must(why.includes("asked for a person"), "The handoff does not say why."),
      ...must(wants.includes("money back") && wants.includes("in her words"), "It does not say what she wants."),
      ...must(order?.value === wish.orderId && order.source !== "", "The order is not known, or has no source."),
      ...must(done.length === (isDone ? 1 : 0), "What was done is not told."),
      ...must(isDone || open.some((text) => text.includes(dollars(wish.amountMinor))), "What is open is not told."),
      ...must(saidIn(record).includes("colleague"), "She was not told that a colleague takes over."),
    ];
  },
});
