import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadTestFiles, testFiles } from "../../http/testing/test-shop.ts";
import type { Blueprint } from "../blueprint.ts";
import { withLimits } from "./edit-limits.ts";
import { withTier } from "../tiers.ts";
import { wideningsOf } from "./widenings.ts";

const guardrails = testFiles.filter(({ path }) => path.endsWith(".cedar"));
const versionOf = async (files: typeof guardrails): Promise<Blueprint> => {
  const loaded = await loadTestFiles(files);
  if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
};
const rewritten = (change: (text: string) => string) =>
  versionOf(guardrails.map(({ path, text }) => ({ path, text: change(text) })));
const before = await versionOf(guardrails);
const limited = (policy: string, value: number) =>
  versionOf([...withLimits(guardrails, before.policies.limits, [{ policy, index: 0, value }])]);

describe("what a version permits besides", () => {
  it("is a limit that reaches further, with both amounts; one that reaches less far is none", async () => {
    const wider = await limited("refund-small", 5000);
    expect(wideningsOf(before, wider)).toEqual(["refund-small: the amount asked for at most $50.00 after $25.00."]);
    expect(wideningsOf(wider, before)).toEqual([]);
  });

  it("is an action that waits for no teammate any more", async () => {
    const draft = await versionOf([...withTier(guardrails, "refund_order", "draft")]);
    expect(wideningsOf(before, draft)).toEqual([]);
    expect(wideningsOf(draft, before)).toEqual([
      "“Refund an order” waits for no teammate any more: execute after draft.",
    ]);
  });

  it("is a permit more and a forbid less, and not the other way round", async () => {
    const without = (id: string) => rewritten((text) => text.replace(new RegExp(`@id\\("${id}"\\)[^;]*;`), ""));
    const [fewerPermits, fewerForbids] = [await without("refund-approved"), await without("refund-bound")];
    expect(wideningsOf(before, fewerPermits)).toEqual([]);
    expect(wideningsOf(fewerPermits, before)).toEqual(["The guardrail refund-approved is new, and permits."]);
    expect(wideningsOf(before, fewerForbids)).toEqual(["The guardrail refund-bound forbids nothing any more."]);
    expect(wideningsOf(fewerForbids, before)).toEqual([]);
  });

  it("is what cannot be shown to permit less: a guardrail that was rewritten, or a number that is no limit", async () => {
    const role = await rewritten((text) => text.replace("approverRole >= 2", "approverRole >= 3"));
    expect(wideningsOf(before, role)).toEqual(["The guardrail refund-by-lead was rewritten."]);
    const other = await rewritten((text) => text.replace("amountMinor <= 2500", "amountMinor < 2500"));
    expect(wideningsOf(before, other)).toEqual(["The guardrail refund-small was rewritten."]);
  });

  it("is that one operator decides alone from now on", () => {
    const alone = { ...before, settings: { ...before.settings, singleOperator: true } };
    expect(wideningsOf(before, alone)).toEqual(["One operator decides alone: singleOperator is true."]);
    expect(wideningsOf(alone, before)).toEqual([]);
  });

  it("is nothing of whatever lets through no proposal that was not let through before", async () => {
    const { policies } = before;
    const permits = policies.limits.filter(({ policyId }) => policyId !== "refund-bound");
    const limit = fc.constantFrom(...permits.map(({ policyId }) => policyId));
    await fc.assert(
      fc.asyncProperty(limit, fc.integer({ min: 0, max: 30_000 }), async (policy, value) => {
        const after = await limited(policy, value);
        const isSilent = wideningsOf(before, after).length === 0;
        const amounts = [0, 1, 2500, 2501, 10_000, 10_001, 18_000, 18_001, value, value + 1];
        const isWider = amounts.some((amount) => isPermitted(after, amount) && !isPermitted(before, amount));
        expect([isSilent, isWider]).not.toEqual([true, true]);
      }),
      { numRuns: 15 },
    );
  });
});

const nothing = { identity: 2, confirmed: false, approved: false, approverRole: null } as const;
const byTeammate = { ...nothing, approved: true, approverRole: "teammate" } as const;

/** With some assurance that is less than a lead's approval, which lets every refund through. */
function isPermitted({ policies, settings }: Blueprint, amountMinor: number): boolean {
  const question = {
    agent: settings.agent.name,
    action: "refund_order",
    resource: { type: "Order", id: "L-1" },
    args: { orderId: "L-1", amountMinor },
    facts: { currency: "USD", refundableMinor: 100_000 },
    totals: {},
  };
  return [nothing, { ...nothing, confirmed: true }, byTeammate].some(
    (assurance) => policies.ask({ ...question, assurance }).isPermitted,
  );
}
