import { describe, expect, test } from "vitest";
import { findViolations } from "./architecture/find-violations.ts";
import { order } from "./architecture/order.ts";
import { readTree } from "./architecture/read-tree.ts";
import { type Files, withSmallTree } from "./architecture/small-tree.ts";
import { trials } from "./architecture/trials.ts";
import { describeViolation, rules, type ViolationKind } from "./architecture/violation.ts";

/** The order without the exceptions, for trees that have none of their files. */
const bareOrder = { ...order, computedImports: [] };
describe("the tree", () => {
  test("keeps the order of packages and folders", () => {
    expect(findViolations(readTree(import.meta.dirname), order).map(describeViolation)).toEqual([]);
  });
});

describe("of small trees", () => {
  test("the right one has no fault", () => {
    expect(kindsFound({})).toEqual([]);
  });

  for (const { what, expected, changes } of trials) {
    test(`one with ${what} is refused`, () => {
      expect(kindsFound(changes)).toEqual([expected]);
    });
  }

  test("one with a listed computed import is right, and the list may hold no other", () => {
    const file = "server/src/worker/loop.ts";
    const changes = { [file]: "export const load = (name: string) => import(name);" };
    const listed = { ...order, computedImports: [{ file, reason: "the name comes from the blueprint" }] };
    expect(withSmallTree(changes, (root) => findViolations(readTree(root), listed))).toEqual([]);
    expect(withSmallTree({}, (root) => findViolations(readTree(root), listed))).toMatchObject([
      { kind: "staleException", at: file },
    ]);
  });

  test("every rule is tried on one of them", () => {
    const tried = new Set<string>([...trials.map(({ expected }) => expected), "staleException"]);
    expect([...tried].sort()).toEqual(Object.keys(rules).sort());
  });
});

function kindsFound(changes: Files): ViolationKind[] {
  return withSmallTree(changes, (root) => findViolations(readTree(root), bareOrder)).map(({ kind }) => kind);
}
