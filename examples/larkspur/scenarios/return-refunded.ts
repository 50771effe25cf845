import { defineScenario } from "@purser/kit";
import { z } from "zod";
import { effectsIn, must, otherThan, yesesIn } from "./record-checks.ts";
import { dollars } from "./refund-requests.ts";
import { askForReturn, parcelArrives, returnWish } from "./return-requests.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";

const refundArgsSchema = z.object({ amountMinor: z.int(), reason: z.string() });
const hourMs = 3_600_000;

export default defineScenario({
  name: "return-refunded",
  title:
    "Her parcel arrives days later: what was promised is paid back, after a lead's yes where it is much, and she is told.",
  endsAs: "resolved",
  customer: returnWish,
  play: async (stage, wish) => {
    await askForReturn(stage, wish);
    await stage.advance(stage.chance.int(30, 13 * 24) * hourMs);
    await stage.untilQuiet();
    if (stage.chance.next() < 0.5) {
      await stage.customerSays("Has my parcel with the return arrived?");
      await stage.untilQuiet();
    }
    await parcelArrives(stage, wish);
    await stage.advance(25 * hourMs);
    await stage.untilQuiet();
    if (wish.paidMinor <= 10_000) return;
    await stage.teammateAnswers("yes");
    await stage.untilQuiet();
  },
  check: (record, { paidMinor }) => {
    const [refund] = effectsIn(record, "payments");
    const args = refundArgsSchema.safeParse(refund?.args);
    return [
      ...otherThan(record, ["mail sent", "oms return", "payments refund", "shipping label"]),
      ...must(args.success && args.data.amountMinor === paidMinor, "Not what was promised was paid back."),
      ...must(args.success && args.data.reason.startsWith("return LR-"), "It is not paid back for the return."),
      ...must(
        yesesIn(record).join() === (paidMinor > 10_000 ? "confirm,approve" : "confirm"),
        "She was asked again, or a colleague was not.",
      ),
      ...told(record, ["has arrived here", dollars(paidMinor)]),
      ...withoutPerson(record),
    ];
  },
});
