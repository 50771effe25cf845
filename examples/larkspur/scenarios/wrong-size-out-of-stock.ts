import { defineScenario } from "@purser/kit";
import { must, otherThan, saidIn } from "./record-checks.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";
import { complain, wrongSizeWish } from "./wrong-size-wish.ts";

export default defineScenario({
  name: "wrong-size-out-of-stock",
  title: "The right size is sold out: she is offered what there is, and nothing is done behind her back.",
  endsAs: "waiting",
  customer: (seeded) => wrongSizeWish("wrongSizeOutOfStock", seeded),
  play: async (stage, wish) => {
    await complain(stage, wish);
  },
  check: (record, wish) => [
    ...otherThan(record, []),
    ...withoutPerson(record),
    ...told(record, ["sold out", wish.sizeOrdered, "refund"]),
    ...must(!/[a-z]size \d/.test(saidIn(record)), "What she is offered runs into each other."),
  ],
});
