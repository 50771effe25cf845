import { expect, test } from "vitest";
import { scenarios } from "../scenarios/scenarios.ts";
import { mutants } from "./all-mutants.ts";
import { applyPatch, sourceOf } from "./patched-kernel.ts";

/** Every planted bug of first priority; M30, M31, M33 to M36 are later ones. */
const names = [...Array.from({ length: 29 }, (_, index) => index + 1), 32, 37, 38, 39].map((number) => `M${number}`);

test("there are 33 planted bugs, each of another name", () => {
  expect(mutants.map(({ name }) => name)).toEqual(names);
});

test("what a planted bug changes stands in the sources as they are, once", () => {
  for (const { patches } of mutants)
    for (const patch of patches) expect(applyPatch(patch, sourceOf(patch))).not.toBe(sourceOf(patch));
});

test("a planted bug whose text is gone is refused", () => {
  const patch = { file: "README.md", find: "text that is nowhere", replace: "" };
  expect(() => applyPatch(patch, "something else")).toThrow("0 times, and not once");
});

test("every scenario that a planted bug is hunted in is one", () => {
  const known = scenarios.map(({ name }) => name);
  for (const { plays } of mutants) for (const name of plays) expect(known).toContain(name);
});
