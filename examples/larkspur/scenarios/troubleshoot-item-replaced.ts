import { defineScenario } from "@purser/kit";
import { z } from "zod";
import { effectsIn, must, otherThan } from "./record-checks.ts";
import { stillBroken, tellTrouble, troubleOf } from "./troubles.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";

const writtenExchangeSchema = z.object({ toSize: z.string() });

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
  check: (record, { orderId, size }) => {
    const exchange = effectsIn(record, "oms").find(({ operation }) => operation === "exchange");
    const written = writtenExchangeSchema.safeParse(exchange?.args);
    return [
      ...otherThan(record, ["mail sent", "oms exchange", "shipping label"]),
      ...withoutPerson(record),
      ...must(exchange?.object === orderId, "Another order was exchanged."),
      ...must(written.success && written.data.toSize === size, "The new one has another size."),
      ...told(record, ["label", size]),
    ];
  },
});
