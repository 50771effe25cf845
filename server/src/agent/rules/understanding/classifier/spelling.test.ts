import { expect, test } from "vitest";
import { spellingOf } from "./spelling.ts";

const spell = spellingOf(
  new Map(["password", "exchange", "shipping", "order", "orders", "boots", "coat", "waiting"].map((word) => [word, 1])),
);

test.each([
  ["pasword", "password"],
  ["passsword", "password"],
  ["exchnage", "exchange"],
  ["waitin", "waiting"],
])("%s is a slip for %s", (word, meant) => {
  expect(spell(word)).toBe(meant);
});

test.each(["shopping", "boost", "coast", "passwords", "sword", "order"])("%s stays as it is", (word) => {
  expect(spell(word)).toBe(word);
});
