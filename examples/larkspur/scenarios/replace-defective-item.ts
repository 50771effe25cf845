import { defineScenario } from "@purser/kit";
import { z } from "zod";
import { landmarksSchema } from "../systems/landmarks.ts";
import { effectsIn, must } from "./record-checks.ts";
import { exchangedInto, told } from "./wrong-size-checks.ts";
import { meansIt, opens } from "./clears-up.ts";

const writtenExchangeSchema = z.object({ reason: z.string() });

export default defineScenario({
  name: "replace-defective-item",
  title:
    "It came with a fault, and she wants the thing and not her money: the same again in the same size, at no charge.",
  endsAs: "resolved",
  customer: ({ landmarks, chance }) => {
    const { customerRef, orders } = landmarksSchema.parse(landmarks).refundMedium;
    const order = orders[0];
    const line = order?.lines[0];
    if (order === undefined || line === undefined) throw new Error("The landmark has no order.");
    const { orderId } = order;
    const complaint = chance.pick([
      `There is a hole in the sleeve, please send me a new one. Order ${orderId}.`,
      `There is a hole in the sleeve. Can you send me a new one, please? It is order ${orderId}.`,
    ]);
    return { customerRef, orderId, size: line.sizeShipped ?? line.sizeOrdered, complaint };
  },
  play: async (stage, { customerRef, complaint }) => {
    await opens(stage, { customerRef, level: 2, text: complaint });
    await meansIt(stage);
  },
  check: (record, { orderId, size }) => {
    const exchange = effectsIn(record, "oms").find(({ operation }) => operation === "exchange");
    const written = writtenExchangeSchema.safeParse(exchange?.args);
    return [
      ...exchangedInto(size, orderId, record),
      ...must(written.success && written.data.reason === "faulty", "The exchange is not for a fault."),
      ...told(record, ["at no charge", "label", size]),
    ];
  },
});
