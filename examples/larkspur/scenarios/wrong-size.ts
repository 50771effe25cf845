import { defineScenario } from "@purser/kit";
import { exchangedInto, told } from "./wrong-size-checks.ts";
import { complain, wrongSizeWish } from "./wrong-size-wish.ts";

export default defineScenario({
  name: "wrong-size",
  title: "At night the wrong size is exchanged, labelled and mailed, and nobody is woken.",
  endsAs: "resolved",
  customer: (seeded) => wrongSizeWish("wrongSize", seeded),
  play: async (stage, wish) => {
    await complain(stage, wish);
  },
  check: (record, wish) => [
    ...exchangedInto(wish.sizeOrdered, wish.orderId, record),
    ...told(record, [wish.sizeOrdered, "label"]),
  ],
});
