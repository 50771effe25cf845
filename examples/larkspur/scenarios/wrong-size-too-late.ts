import { defineScenario } from "@purser/kit";
import { must } from "./record-checks.ts";
import { exchangedInto, told } from "./wrong-size-checks.ts";
import { complain, wrongSizeWish } from "./wrong-size-wish.ts";

export default defineScenario({
  name: "wrong-size-too-late",
  title: "The exchange would come too late: she is told before anything is done, and wants it all the same.",
  endsAs: "resolved",
  customer: (seeded) => wrongSizeWish("wrongSizeTooLate", seeded),
  play: async (stage, wish) => {
    await complain(stage, wish);
    await stage.customerSays(stage.chance.pick(["yes", "Yes please", "ok"]));
    await stage.untilQuiet();
  },
  check: (record, wish) => {
    const asked = record.log.findIndex(
      (event) => event.kind === "message.sent" && event.body.text.includes("too late"),
    );
    const begun = record.log.findIndex(({ kind }) => kind === "call.started");
    return [
      ...exchangedInto(wish.sizeOrdered, wish.orderId, record),
      ...told(record, ["too late"]),
      ...must(asked >= 0 && asked < begun, "Something was begun before she was told."),
    ];
  },
});
