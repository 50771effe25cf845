import { expect, test } from "vitest";
import { readOfferAnswer } from "./offer.ts";

const two = "instead.send-it-back.call-somebody";

test.each([
  ["instead.call-somebody", "yes please", { takes: "call-somebody" }],
  ["instead.call-somebody", "no thanks", "none"],
  ["instead.call-somebody", "What does that cost?", null],
  [two, "1", { takes: "send-it-back" }],
  [two, "the second one please", { takes: "call-somebody" }],
  [two, "Option 2", { takes: "call-somebody" }],
  [two, "yes", null],
  [two, "3", null],
  [two, "neither of them", "none"],
  ["order.id", "yes", null],
])("of what %s offers, “%s” takes %j", (path, text, answer) => {
  expect(readOfferAnswer(path, text)).toEqual(answer);
});
