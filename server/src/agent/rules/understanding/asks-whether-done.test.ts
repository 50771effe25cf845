import { expect, test } from "vitest";
import { readWhetherDone } from "./asks-whether-done.ts";

test.each([
  ["is it cancelled?", "isDone"],
  ["was it refunded?", "isDone"],
  ["has it been exchanged yet?", "isDone"],
  ["did it go through?", "isDone"],
  ["did you cancel the order?", "whatWasDone"],
  ["have you refunded it?", "whatWasDone"],
  ["did you send the label?", "whatWasDone"],
  ["did you change my address?", "whatWasDone"],
])("asks whether it was done: %s", (text, asked) => {
  expect(readWhetherDone(text)).toBe(asked);
});

test.each([
  "is it delayed?",
  "was it damaged?",
  "is it discounted?",
  "has it been reduced?",
  "was it opened?",
  "is it scratched?",
  "did you raise the price?",
  "have you raised the price",
  "did you change the price?",
  "did you lower the shipping fee?",
  "did you lose my parcel?",
  "did you break it?",
  "did you damage the box?",
  "did you delay my order?",
])("asks about the thing, and not whether something was done: %s", (text) => {
  expect(readWhetherDone(text)).toBeNull();
});
