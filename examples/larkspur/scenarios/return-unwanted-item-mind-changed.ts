import { defineScenario } from "@purser/kit";
import { must, otherThan } from "./record-checks.ts";
import { askForReturn, returnWish } from "./return-requests.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";

export default defineScenario({
  name: "return-unwanted-item-mind-changed",
  title: "She keeps it after all: label and return are taken back, in reverse.",
  endsAs: "resolved",
  customer: returnWish,
  play: async (stage, wish) => {
    await askForReturn(stage, wish);
    await stage.advance(stage.chance.int(2, 40) * 60_000);
    await stage.customerSays(
      stage.chance.pick([
        "Never mind, we are keeping it.",
        "I've changed my mind, her sister loves it. Please leave it as it is.",
        "Actually forget about it, I'll keep it.",
      ]),
    );
    await stage.untilQuiet();
  },
  check: (record) => {
    const undone = record.log.filter((event) => event.kind === "undo.ended" && event.body.isUndone);
    return [
      ...otherThan(record, ["mail sent", "oms return", "oms return-cancel", "shipping label", "shipping label-void"]),
      ...must(undone.length === 2, "Label and return were not both taken back."),
      ...told(record, ["taken it back"]),
      ...withoutPerson(record),
    ];
  },
});
