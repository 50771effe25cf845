import { writeAction } from "./system-client.ts";
import {
  describeReplacement,
  readReplacement,
  replacementFacts,
  replacementInput,
  replacementSources,
} from "./replacement.ts";

/** Replaces items of a pending order by other variants. */
export default writeAction({
  system: "shop",
  name: "modify_pending_order_items",
  title: "Change items of an order",
  input: replacementInput,
  factsSchema: replacementFacts,
  sources: replacementSources,
  touches: ({ order_id }) => ({ type: "order", id: order_id }),
  readFacts: readReplacement,
  describe: describeReplacement,
  because: "The items of an order can be changed once only.",
});
