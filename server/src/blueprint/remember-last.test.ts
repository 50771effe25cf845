import { expect, it } from "vitest";
import { rememberLast } from "./remember-last.ts";

it("what is made of the same things is made once, and anew of anything else", () => {
  let made = 0;
  const make = rememberLast((_files: readonly object[], _name: string) => (made += 1));
  const [one, other] = [{}, {}];
  expect(make([one, other], "a")).toBe(1);
  expect(make([one, other], "a")).toBe(1);
  expect(make([one, other], "b")).toBe(2);
  expect(make([one], "b")).toBe(3);
  expect(make([other, one], "b")).toBe(4);
  expect(make([one, other], "a")).toBe(5);
});

it("an object that looks the same is not the same", () => {
  const make = rememberLast((value: object) => ({ value }));
  expect(make({})).not.toBe(make({}));
});

it("what does not count may be another", () => {
  let made = 0;
  const make = rememberLast(
    (_where: string, _what: string) => (made += 1),
    (_where, what) => [what],
  );
  expect([make("here", "a"), make("there", "a"), make("there", "b")]).toEqual([1, 1, 2]);
});
