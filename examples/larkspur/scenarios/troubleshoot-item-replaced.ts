import { defineScenario } from "@purser/kit";
import { stillBroken, tellTrouble, troubleOf } from "./troubles.ts";
import { exchangedInto, told } from "./wrong-size-checks.ts";

export default defineScenario({
  name: "troubleshoot-item-replaced",
  title: "No step has helped: she gets a new one in the same size, when she says yes to it.",
  endsAs: "resolved",
  customer: (seeded) => troubleOf("clothes", seeded),
  play: async (stage, trouble) => {
    await tellTrouble(stage, trouble);
    await stillBroken(stage, trouble.steps);
    await stage.customerSays(stage.chance.pick(["yes", "Yes please", "ok"]));
    await stage.untilQuiet();
  },
  check: (record, { orderId, size }) => [...exchangedInto(size, orderId, record), ...told(record, ["label", size])],
});
