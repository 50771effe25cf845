import { defineScenario } from "@purser/kit";
import { effectsIn, must, otherThan, saidIn } from "./record-checks.ts";
import { dollars } from "./refund-requests.ts";
import { askedOnce, boxWish, cancels, refundedMinor } from "./subscription-wish.ts";

export default defineScenario({
  name: "cancel-subscription",
  title: "The box is cancelled in three systems and the unused days are paid back, with one yes to all of it.",
  endsAs: "resolved",
  customer: (seeded) => boxWish(["basic", "premium"], seeded),
  play: cancels,
  check: (record, wish) => {
    const amountMinor = refundedMinor(record);
    const systems = ["payments", "oms", "crm"] as const;
    const order = systems.flatMap((system) => effectsIn(record, system).map(({ operation }) => operation));
    return [
      ...otherThan(record, ["crm membership", "oms box-stop", "payments cancel-subscription", "payments refund"]),
      ...must(order.join() === "cancel-subscription,refund,box-stop,membership", `The order was ${order.join()}.`),
      ...must(effectsIn(record, "payments")[0]?.object === wish.subscriptionId, "Another box was cancelled."),
      ...must(amountMinor !== null && saidIn(record).includes(dollars(amountMinor)), "She was not told the amount."),
      ...askedOnce(record, wish),
    ];
  },
});
