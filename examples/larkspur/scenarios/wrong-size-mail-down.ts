import { defineScenario } from "@purser/kit";
import { must } from "./record-checks.ts";
import { exchangedInto, told } from "./wrong-size-checks.ts";
import { complain, wrongSizeWish } from "./wrong-size-wish.ts";

export default defineScenario({
  name: "wrong-size-mail-down",
  title: "The mail system fails: the exchange stands, she is told, and the label follows.",
  endsAs: "resolved",
  customer: (seeded) => wrongSizeWish("wrongSize", seeded),
  play: async (stage, wish) => {
    await stage.fault("mail", { kind: "rate-limit", times: 1, match: { method: "POST" } });
    await complain(stage, wish);
    await stage.advance(15 * 60_000);
    await stage.untilQuiet();
  },
  check: (record, wish) => {
    const waits = record.log.findIndex((event) => event.kind === "message.sent" && event.body.text.includes("follows"));
    const resolved = record.log.findIndex(({ kind }) => kind === "case.resolved");
    return [
      ...exchangedInto(wish.sizeOrdered, wish.orderId, record),
      ...told(record, ["The exchange itself is safe"]),
      ...must(waits >= 0 && waits < resolved, "She was not told that the label follows."),
    ];
  },
});
