import { defineScenario } from "@purser/kit";
import { must, otherThan } from "./record-checks.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";
import { complain, wrongSizeWish } from "./wrong-size-wish.ts";

export default defineScenario({
  name: "wrong-size-mind-changed",
  title: "She changes her mind when all is done: what can be taken back is taken back, in reverse.",
  endsAs: "resolved",
  customer: (seeded) => wrongSizeWish("wrongSize", seeded),
  play: async (stage, wish) => {
    await complain(stage, wish);
    await stage.advance(stage.chance.int(2, 40) * 60_000);
    await stage.customerSays(
      stage.chance.pick([
        "Actually we changed our minds: her cousin can wear them. Please leave it.",
        "Never mind, we are keeping the ones that came.",
        "I've changed my mind, please don't exchange them after all.",
      ]),
    );
    await stage.untilQuiet();
  },
  check: (record) => {
    const undone = record.log.flatMap((event) =>
      event.kind === "undo.ended" && event.body.isUndone ? [event.body.key] : [],
    );
    const begun = record.log.flatMap((event) =>
      event.kind === "call.started" && event.body.undoOf === null ? [event.body.key] : [],
    );
    const inReverse = begun.filter((key) => undone.includes(key)).toReversed();
    return [
      ...otherThan(record, [
        "mail sent",
        "oms exchange",
        "oms exchange-cancel",
        "shipping label",
        "shipping label-void",
      ]),
      ...must(undone.length === 2 && undone.join() === inReverse.join(), "It was not taken back in reverse."),
      ...told(record, ["taken it back"]),
      ...withoutPerson(record),
    ];
  },
});
