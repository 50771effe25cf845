import { defineScenario } from "@purser/kit";
import { must, otherThan, saidIn } from "./record-checks.ts";
import { askForReturn, returnWish } from "./return-requests.ts";
import { told } from "./wrong-size-checks.ts";

const dayMs = 86_400_000;

export default defineScenario({
  name: "return-never-arrives",
  title: "The parcel never comes: she is reminded, then told, then a person has it, and nothing is paid.",
  endsAs: "handed-off",
  customer: returnWish,
  play: async (stage, wish) => {
    await askForReturn(stage, wish);
    for (let day = 0; day < 37; day += 1) {
      await stage.advance(dayMs);
      await stage.untilQuiet();
    }
  },
  check: (record) => {
    const asked = saidIn(record).split("Have you had the time").length - 1;
    const toldOf = saidIn(record).split("has still not arrived").length - 1;
    const handoff = record.log.find(({ kind }) => kind === "handoff.made");
    return [
      ...otherThan(record, ["mail sent", "oms return", "shipping label"]),
      ...must(asked === 1, `She was reminded ${asked} times.`),
      ...must(toldOf === 1, `She was told ${toldOf} times.`),
      ...told(record, ["keep the receipt"]),
      ...must(
        handoff?.kind === "handoff.made" && handoff.body.packet.why.includes("returnParcel.state"),
        "The person is not told what was waited for.",
      ),
    ];
  },
});
