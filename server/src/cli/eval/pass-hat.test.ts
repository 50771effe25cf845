import fc from "fast-check";
import { expect, test } from "vitest";
import { passHat, passHats } from "./pass-hat.ts";

test("pass^k is the share of the choices of k tries that all passed", () => {
  // 3 of 4 passed: of the six pairs three are without the one that failed.
  expect([1, 2, 3, 4].map((k) => passHat(3, 4, k))).toEqual([3 / 4, 3 / 6, expect.closeTo(1 / 4, 10), 0]);
});

test("it is a chance, falls with k, is 1 where all passed and 0 where fewer than k did", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(30), (tries, some) => {
      const passed = Math.min(some, tries);
      const hats = Array.from({ length: tries }, (_, index) => passHat(passed, tries, index + 1));
      expect(hats[0]).toBeCloseTo(passed / tries, 10);
      expect(hats.every((chance, index) => chance <= (hats[index - 1] ?? 1) + 1e-12 && chance >= 0)).toBe(true);
      expect(hats.slice(passed).every((chance) => chance === 0)).toBe(true);
      if (passed === tries) expect(hats.every((chance) => chance === 1)).toBe(true);
    }),
  );
});

test("over several evals it is the mean", () => {
  expect(
    passHats([
      { passed: 2, tries: 2 },
      { passed: 1, tries: 2 },
    ]),
  ).toEqual([0.75, 0.5]);
  expect(passHats([])).toEqual([]);
});
