import { defineScenario } from "@purser/kit";
import { z } from "zod";
import { planPriceMinor } from "../systems/payments/data.ts";
import { effectsIn, must, otherThan, saidIn } from "./record-checks.ts";
import { dollars, sayYes } from "./refund-requests.ts";
import { boxWish, type Plan, writes } from "./subscription-wish.ts";

const plans = ["free", "basic", "plus", "premium"] as const;
const writtenSchema = z.object({ plan: z.string() });

export default defineScenario({
  name: "change-plan",
  title: "The outfit box and the membership move to another plan together; the difference is told before.",
  endsAs: "resolved",
  customer: (seeded) => {
    const wish = boxWish(plans, seeded);
    const [first = "basic", ...others] = plans.filter((plan) => plan !== wish.plan);
    const isVague = seeded.chance.next() < 0.25;
    return { ...wish, isVague, toPlan: seeded.chance.pick<Plan>([first, ...others]) };
  },
  play: async (stage, wish) => {
    const { plan, toPlan, isVague } = wish;
    await writes(
      stage,
      wish,
      isVague
        ? ["I would like to switch my outfit box to another plan"]
        : [
            `Hello, I want to switch to the ${toPlan} plan, please.`,
            `can I change my plan from ${plan} to ${toPlan}?`,
            `Please move my outfit box to the ${toPlan} plan. Thank you!`,
          ],
    );
    if (isVague) {
      await stage.customerSays(
        stage.chance.pick([`I'd like to have the ${toPlan} plan`, `then switch my outfit box to the ${toPlan} plan`]),
      );
      await stage.untilQuiet();
    }
    await sayYes(stage);
  },
  check: (record, { subscriptionId, plan, toPlan }) => {
    const [changed] = effectsIn(record, "payments");
    const difference = dollars(Math.abs(planPriceMinor[toPlan] - planPriceMinor[plan]));
    const asked = record.log.findIndex(
      (event) => event.kind === "pause.opened" && event.body.pause.shown.text.includes(difference),
    );
    const begun = record.log.findIndex(({ kind }) => kind === "call.started");
    return [
      ...otherThan(record, ["crm membership", "payments change-plan"]),
      ...must(changed?.object === subscriptionId, "Another box was changed."),
      ...must(writtenSchema.safeParse(changed?.args).data?.plan === toPlan, `It was not moved to ${toPlan}.`),
      ...must(asked >= 0 && asked < begun, `She was not told the difference of ${difference} before.`),
      ...must(saidIn(record).includes(`on ${toPlan} now`), "She was not told the new plan."),
    ];
  },
});
