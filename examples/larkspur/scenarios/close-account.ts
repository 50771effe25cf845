import { defineScenario } from "@purser/kit";
import { closingWish, wantsToClose } from "./close-account-wish.ts";
import { effectsIn, must, otherThan, saidIn } from "./record-checks.ts";

export default defineScenario({
  name: "close-account",
  title: "An account is closed two weeks after her yes, and not before.",
  endsAs: "resolved",
  customer: closingWish,
  play: async (stage, { customerRef }) => {
    await wantsToClose(stage, customerRef);
    await stage.advance(13 * 86_400_000);
    await stage.untilQuiet();
    await stage.advance(86_400_000);
    await stage.untilQuiet();
  },
  check: (record) => {
    const kinds = record.log.map(({ kind }) => kind);
    const held = record.log.find((event) => event.kind === "call.held");
    const started = record.log.find((event) => event.kind === "call.started");
    const isInTime = held?.kind === "call.held" && started !== undefined && started.at >= held.body.releaseAt;
    return [
      ...otherThan(record, ["crm close-account"]),
      ...must(effectsIn(record, "crm").length === 1, "The account was not closed once."),
      ...must(isInTime && kinds.includes("call.released"), "It was not held until its time."),
      ...must(
        saidIn(record).includes("Until then you can still call it off"),
        "She was not told that she can call it off.",
      ),
      ...must(saidIn(record).includes("Your account is closed now"), "She was not told that it is closed."),
    ];
  },
});
