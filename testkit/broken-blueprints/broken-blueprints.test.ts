import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorTable } from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadBlueprint } from "../../server/src/blueprint/load-blueprint.ts";
import { formatProblem } from "../../server/src/blueprint/reading/problem.ts";
import { cedarPolicyEngine } from "../../server/src/policies/cedar/index.ts";
import { brokenBlueprints, layOutBroken, layOutGood } from "./lay-out.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "purser-broken-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("the blueprint that is broken in so many ways is good", async () => {
  const folder = join(root, "good");
  layOutGood(folder);
  const load = await loadBlueprint(folder, cedarPolicyEngine);
  expect(load.kind === "rejected" ? load.problems.map(formatProblem) : []).toEqual([]);
});

describe("of a broken blueprint each mistake is told with its file, line and code:", () => {
  for (const broken of brokenBlueprints()) {
    test(`${broken.broken} (${broken.name})`, async () => {
      const folder = join(root, broken.name);
      layOutBroken(broken, folder);
      const load = await loadBlueprint(folder, cedarPolicyEngine);
      const problems = load.kind === "rejected" ? load.problems : [];
      expect(problems.map(({ path, line, code }) => ({ file: path, line, code }))).toEqual(
        broken.expect.map(({ file, line, code }) => ({ file, line, code })),
      );
      for (const [index, { says }] of broken.expect.entries()) expect(problems[index]?.message).toContain(says);
      for (const { code } of problems) expect(errorTable[code].todo).not.toBe("");
    });
  }
});
