import { approvalsOf, type Assurance, identityLevels } from "@purser/contract";
import type { PolicySet } from "@purser/kit";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { cedarPolicyEngine } from "./index.ts";
import { actionWith, lookupWith, refundArgsSchema } from "./test-tools.ts";

const refundOrder = actionWith({
  name: "refund_order",
  input: refundArgsSchema,
  facts: z.strictObject({}),
  undoFacts: z.strictObject({}),
});
const question = {
  agent: "desk",
  action: "refund_order",
  resource: { type: "order", id: "1042" },
  args: { orderId: "1042", amountMinor: 2500, reason: "late" },
  facts: {},
  totals: {},
};

function load(text: string): PolicySet {
  const tools = [refundOrder, lookupWith("find_orders", z.strictObject({}))];
  const result = cedarPolicyEngine.load([{ path: "guardrails/refunds.cedar", text }], { tools, totals: [] });
  if (result.kind === "rejected") throw new Error(JSON.stringify(result.problems));
  return result.policies;
}

describe("what policies name of the assurance", () => {
  const allAssurances: readonly Assurance[] = identityLevels.flatMap((identity) =>
    [false, true].flatMap((confirmed): Assurance[] => [
      { identity, confirmed, approved: false, approverRole: null },
      ...(["teammate", "lead", "admin"] as const).flatMap((approverRole): Assurance[] => [
        { identity, confirmed, approved: true, approverRole },
        { identity, confirmed, approved: true, approverRole, approvals: 2 },
      ]),
    ]),
  );
  const permitWhen = (text: string) =>
    load(`@id("p") permit (principal, action == Action::"refund_order", resource) when { ${text} };
      @id("other") permit (principal, action == Action::"find_orders", resource) when { context.assurance.identity >= 1 };`);

  test.each([
    ["context.args.amountMinor < 9000", []],
    ["context.assurance.confirmed && context.assurance.approved", ["confirmed", "approved"]],
    ["context.assurance.approverRole >= 2 || context.assurance.identity >= 3", ["identity", "approverRole"]],
    ["context.assurance.approvals >= 2", ["approvals"]],
  ])("where it is the same the answer is: %s", (text, named) => {
    const policies = permitWhen(text);
    expect(policies.assuranceOf("refund_order")).toEqual(named);
    const answers = new Map<string, unknown>();
    for (const assurance of allAssurances) {
      const told = { ...assurance, approvals: approvalsOf(assurance) };
      const key = JSON.stringify(policies.assuranceOf("refund_order").map((field) => told[field]));
      const answer = policies.ask({ ...question, assurance });
      expect(answer.errors).toEqual([]);
      expect(answers.get(key) ?? answer).toEqual(answer);
      answers.set(key, answer);
    }
    expect(answers.size).toBeGreaterThan(named.length === 0 ? 0 : 1);
  });
});
