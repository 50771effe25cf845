import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PurserError } from "@purser/contract";
import type { PolicyLimit } from "@purser/kit";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { cedarPolicyEngine } from "../../policies/cedar/index.ts";
import type { Blueprint } from "../blueprint.ts";
import { examplesOtherwise, readPolicyExamples } from "../checks/check-policy-examples.ts";
import { isMoneyLimit, withLimits } from "./edit-limits.ts";
import { followExamples } from "../follow-examples.ts";
import { loadBlueprint } from "../load-blueprint.ts";
import { type BlueprintFile, readBlueprintFiles } from "../reading/read-files.ts";

const larkspur = join(dirname(fileURLToPath(import.meta.url)), "../../../../examples/larkspur");
const testRuns = 12;

let blueprint: Blueprint;
let files: readonly BlueprintFile[];
beforeAll(async () => {
  const loaded = await loadBlueprint(larkspur, cedarPolicyEngine);
  if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
  blueprint = loaded.value;
  files = await readBlueprintFiles(larkspur);
});

/** The limits of these files, as they are read anew. */
function policiesOf(changed: readonly BlueprintFile[]): Blueprint["policies"] {
  const { toolbox, totals } = blueprint;
  const loaded = cedarPolicyEngine.load(
    changed.filter(({ path }) => path.endsWith(".cedar")),
    {
      tools: [...toolbox.lookups.values(), ...toolbox.actions.values()],
      totals: totals.map(({ name }) => name),
    },
  );
  if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
  return loaded.policies;
}

const limitOf = (policyId: string): PolicyLimit | undefined =>
  blueprint.policies.limits.find((limit) => limit.policyId === policyId);

it("finds every number that is compared with an argument, a fact or a total, and says which are money", () => {
  const { limits } = blueprint.policies;
  expect(limits.length).toBeGreaterThan(20);
  expect(limitOf("refund-small")).toMatchObject({ what: "the amount asked for", bound: "at most", value: 2500 });
  expect(limitOf("password-reset-often")).toMatchObject({ what: "sent today", bound: "at least", value: 3 });
  // `unless` more than 0 are in stock: refused at 0 or less.
  expect(limitOf("exchange-stock")).toMatchObject({
    what: "stock available",
    bound: "at most",
    value: 0,
    widens: "lower",
  });
  const money = limits.filter((limit) => isMoneyLimit(limit, blueprint.totals)).map(({ policyId }) => policyId);
  expect([money.includes("refund-small"), money.includes("password-reset-often")]).toEqual([true, false]);
  for (const { path, start, end, value } of limits)
    expect(files.find((file) => file.path === path)?.text.slice(start, end)).toBe(String(value));
});

it("changes no character when the values are the same", () => {
  const same = blueprint.policies.limits.map(({ policyId: policy, index, value }) => ({ policy, index, value }));
  expect(withLimits(files, blueprint.policies.limits, same)).toEqual(files);
});

it("writes values that are read back, each in its place and no other, however many are changed at once", () => {
  const { limits } = blueprint.policies;
  const changed = fc
    .subarray([...limits], { minLength: 1 })
    .chain((chosen) =>
      fc.tuple(...chosen.map((limit) => fc.tuple(fc.constant(limit), fc.integer({ min: 0, max: 999_999 })))),
    );
  fc.assert(
    fc.property(changed, (pairs) => {
      const wanted = new Map(pairs);
      const changes = pairs.map(([{ policyId: policy, index }, value]) => ({ policy, index, value }));
      const read = policiesOf(withLimits(files, limits, changes)).limits.map(({ value }) => value);
      expect(read).toEqual(limits.map((limit) => wanted.get(limit) ?? limit.value));
    }),
    { numRuns: testRuns },
  );
});

it("refuses a limit that there is not, and one that is named twice", () => {
  const change = { policy: "refund-small", index: 0, value: 3000 };
  const attempt =
    (...changes: (typeof change)[]) =>
    () =>
      withLimits(files, blueprint.policies.limits, changes);
  expect(attempt({ ...change, index: 9 })).toThrow(PurserError);
  expect(attempt({ ...change, policy: "no-such" })).toThrow(/PUR-2195/);
  expect(attempt(change, change)).toThrow(/PUR-2195/);
});

it("lets examples follow a change: only what they expect is written anew, and then they hold", () => {
  const { limits } = blueprint.policies;
  const changed = withLimits(files, limits, [{ policy: "refund-small", index: 0, value: 2400 }]);
  const policies = policiesOf(changed);
  const wrong = (of: readonly BlueprintFile[]) =>
    examplesOtherwise(readPolicyExamples(of).examples, policies, blueprint.toolbox, blueprint.settings);
  const otherwise = wrong(changed);
  expect(otherwise.length).toBeGreaterThan(0);
  const followed = followExamples(changed, otherwise);
  expect(wrong(followed)).toEqual([]);
  const lines = (of: readonly BlueprintFile[]) => of.flatMap(({ text }) => text.split("\n"));
  const kept = lines(changed).filter((line) => !/^\s+(?:expect|reasons|role|approvals|neededLevel|- )/.test(line));
  const left = new Set(lines(followed));
  expect(kept.filter((line) => !left.has(line))).toEqual([]);
});
