import { defineScenario } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { must, otherThan, saidIn } from "./record-checks.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";

/** The carrier's system is down for good; the order system only for the first two readings. */
const outages = {
  shipping: { rule: { kind: "status-before", status: 503, match: { method: "GET" } }, said: "could not see" },
  oms: { rule: { kind: "status-before", status: 503, times: 2 }, said: "cannot see your orders" },
} as const;

export default defineScenario({
  name: "order-status-source-down",
  title: "A system does not answer: she is told what is known, and what could not be seen.",
  endsAs: "resolved",
  customer: ({ landmarks, chance }) => {
    const { customerRef, orders } = landmarksSchema.parse(landmarks).shippedOrder;
    return { customerRef, orderId: orders[0]?.orderId ?? "", system: chance.pick(["shipping", "oms"] as const) };
  },
  play: async (stage, { customerRef, system }) => {
    await stage.fault(system, outages[system].rule);
    const text = stage.chance.pick([
      "Where is my order? It should have been here by now.",
      "has my order been shipped yet, and when does it arrive?",
      "Any news on my delivery? I am waiting for my parcel.",
    ]);
    await stage.openCase({ customerRef, level: 2, text });
    await stage.untilQuiet();
    await stage.advance(11 * 60_000);
    await stage.untilQuiet();
  },
  check: (record, { orderId, system }) => [
    ...otherThan(record, []),
    ...told(record, [orderId, outages[system].said]),
    ...must(system === "oms" || !saidIn(record).includes("with you by"), "A day was promised that nobody could see."),
    ...withoutPerson(record),
  ],
});
