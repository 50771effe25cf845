import { expect, test } from "vitest";
import { migrations } from "./in-order.ts";

test("migrations stand in the order of their numbers, without a gap", () => {
  expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
  expect(new Set(migrations.map(({ name }) => name)).size).toBe(migrations.length);
});
