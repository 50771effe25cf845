import { defineScenario } from "@purser/kit";
import { closingWish, wantsToClose } from "./close-account-wish.ts";
import { must, otherThan } from "./record-checks.ts";

export default defineScenario({
  name: "close-account-called-off",
  title: "She calls it off within the two weeks, and the account stays.",
  endsAs: "waiting",
  customer: closingWish,
  play: async (stage, { customerRef }) => {
    await wantsToClose(stage, customerRef);
    await stage.advance(stage.chance.int(1, 13) * 86_400_000 - 3_600_000);
    await stage.customerSays(
      stage.chance.pick(["I changed my mind, please leave everything as it is.", "Never mind, I changed my mind."]),
    );
    await stage.untilQuiet();
    await stage.advance(30 * 86_400_000);
    await stage.untilQuiet();
  },
  check: (record) => [
    ...otherThan(record, []),
    ...must(
      record.log.some(({ kind }) => kind === "call.withdrawn"),
      "The log does not say that it was called off.",
    ),
    ...must(!record.log.some(({ kind }) => kind === "call.started"), "It was begun all the same."),
  ],
});
