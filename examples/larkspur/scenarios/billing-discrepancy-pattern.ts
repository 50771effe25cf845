import { defineScenario, days } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { billingWish, complainOfBill, confirmIfAsked, corrected } from "./billing-wish.ts";
import { effectsIn, must, otherThan } from "./record-checks.ts";
import { withoutPerson } from "./wrong-size-checks.ts";

export default defineScenario({
  name: "billing-discrepancy-pattern",
  title: "The third bill in seven days with one cause: operations are told, once, that something is broken.",
  endsAs: "resolved",
  customer: (seeded) => {
    const { refundSmall, refundLarge, outsideWindow } = landmarksSchema.parse(seeded.landmarks);
    const others = [refundSmall, refundLarge, outsideWindow].map(({ customerRef }) => customerRef);
    return { ...billingWish("chargedTwice", seeded), others, isPattern: seeded.chance.next() < 0.75 };
  },
  play: async (stage, { others, isPattern, ...wish }) => {
    // Where it is no pattern, the first of the three lies too far back.
    const gaps = isPattern ? [0, 2, 1] : [0, 8, 1];
    for (const [index, gap] of gaps.entries()) {
      await stage.advance(days(gap));
      const customerRef = others[index];
      if (customerRef === undefined || index === 2) continue;
      const body = { text: "Billing discrepancy, noted by a colleague.", topic: "billing:charged-twice" };
      await stage.elsewhere("crm", { method: "POST", path: `/customers/${customerRef}/notes`, body, customerRef });
    }
    await complainOfBill(stage, wish);
    await confirmIfAsked(stage, wish);
  },
  check: (record, { isPattern, ...wish }) => {
    const told = effectsIn(record, "crm").filter(({ operation }) => operation === "operations-note");
    const text = JSON.stringify(told[0]?.args ?? "");
    return [
      ...otherThan(record, ["crm note", ...(isPattern ? ["crm operations-note"] : []), "payments refund"]),
      ...must(!isPattern || text.includes("billing-pattern: 3 cases"), "Operations were not told of three cases."),
      ...corrected(record, wish),
      ...withoutPerson(record),
    ];
  },
});
