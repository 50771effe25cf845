import { expect, test } from "vitest";
import { meansAllOfHers, meansAllOfList } from "./one-by-one.ts";

test.each([
  "cancel both orders",
  "please cancel both",
  "I don't want them anymore, cancel both",
  "I don't want both of my orders",
  "don't cancel one but both orders",
  "not the first. Refund both of them please",
  "why are both my orders late?",
  "can you send back both?",
  "I did not order these cancel both",
])("means all of hers: %s", (text) => {
  expect(meansAllOfHers(text)).toBe(true);
});

test.each([
  "please don't cancel both",
  "please dont cancel both orders",
  "do not refund both",
  "I never asked you to cancel both orders",
  "I don’t want you to return both",
  "you should not have cancelled both orders",
  "don't cancel them both",
  "cancel the first one, not both of them",
  "why did you cancel both",
  "why were both orders cancelled?",
  "did you refund both?",
  "have you cancelled both of them?",
  "who cancelled both my orders",
])("does not mean all of hers, where she denies it or asks about it: %s", (text) => {
  expect(meansAllOfHers(text)).toBe(false);
  expect(meansAllOfList(text)).toBe(false);
});
