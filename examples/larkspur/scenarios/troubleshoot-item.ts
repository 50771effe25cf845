import { defineScenario } from "@purser/kit";
import { must, otherThan, saidIn } from "./record-checks.ts";
import { stillBroken, tellTrouble, troubleOf } from "./troubles.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";

export default defineScenario({
  name: "troubleshoot-item",
  title: "What has stopped is brought back, one step at a time, and nothing has to be sent.",
  endsAs: "resolved",
  customer: (seeded) => {
    const trouble = troubleOf(seeded.chance.pick(["clothes", "shoes"]), seeded);
    return { ...trouble, failing: seeded.chance.int(0, trouble.steps - 1) };
  },
  play: async (stage, trouble) => {
    await tellTrouble(stage, trouble);
    await stillBroken(stage, trouble.failing);
    await stage.customerSays(
      stage.chance.pick([
        "That worked!",
        "yes",
        "it works again, thank you",
        "Oh great, now it works",
        "fixed, thanks!",
      ]),
    );
    await stage.untilQuiet();
  },
  check: (record, { failing }) => {
    const questions = saidIn(record).match(/ now\?/g)?.length ?? 0;
    return [
      ...otherThan(record, []),
      ...withoutPerson(record),
      ...told(record, ["works again"]),
      ...must(questions === failing + 1, `${questions} steps were told, expected ${failing + 1}.`),
    ];
  },
});
