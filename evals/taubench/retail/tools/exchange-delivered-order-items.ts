import { writeAction } from "./system-client.ts";
import {
  describeReplacement,
  readReplacement,
  replacementFacts,
  replacementInput,
  replacementSources,
} from "./replacement.ts";

/** Starts the exchange of items of a delivered order. */
export default writeAction({
  system: "shop",
  name: "exchange_delivered_order_items",
  title: "Exchange items of an order",
  input: replacementInput,
  factsSchema: replacementFacts,
  sources: replacementSources,
  touches: ({ order_id }) => ({ type: "order", id: order_id }),
  readFacts: readReplacement,
  describe: describeReplacement,
  because: "An exchange can be asked for once only.",
});
