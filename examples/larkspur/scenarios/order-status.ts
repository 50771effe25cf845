import { defineScenario } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { must, otherThan } from "./record-checks.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";

export default defineScenario({
  name: "order-status",
  title: "Where is my order? It is found without its number, or with one that has a slip, and its day is told.",
  endsAs: "resolved",
  customer: ({ landmarks, chance }) => {
    const { shippedOrder, pendingOrder } = landmarksSchema.parse(landmarks);
    const { customerRef, orders } = chance.pick([shippedOrder, pendingOrder]);
    return { customerRef, orderId: orders[0]?.orderId ?? "", item: orders[0]?.lines[0]?.name.split(",")[0] ?? "" };
  },
  play: async (stage, { customerRef, orderId, item }) => {
    const { chance } = stage;
    const slip = `${orderId.slice(0, -1)}${(Number(orderId.slice(-1)) + 1) % 10}`;
    const text = chance.pick([
      "Hi, where is my order? I have been waiting for days.",
      `When will the ${item} arrive? It has not come yet.`,
      `can you track my package please, order ${orderId.replace("-", " ")}`,
      `What is the status of my order ${slip}?`,
      `where is my parcel?? the number is ${orderId}`,
    ]);
    await stage.openCase({ customerRef, level: chance.pick([1, 2]), text });
    await stage.untilQuiet();
  },
  check: (record, { orderId }) => [
    ...otherThan(record, []),
    ...told(record, [orderId, "by "]),
    ...withoutPerson(record),
    ...must(!record.log.some(({ kind }) => kind === "call.started"), "Something was called."),
  ],
});
