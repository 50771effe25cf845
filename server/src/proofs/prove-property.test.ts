import type { Solver } from "@purser/kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openZ3 } from "../solvers/z3/index.ts";
import { guardedBy, proofOf } from "./test-guarded.ts";

let solver: Solver;
beforeAll(async () => {
  solver = await openZ3();
});
afterAll(() => solver.close());

const refunds = `@id("small") permit (principal, action == Action::"refund_order", resource)
when { context.assurance.identity >= 2 && context.args.amountMinor <= 100 };
@id("large") permit (principal, action == Action::"refund_order", resource)
when { context.assurance.identity >= 2 && context.assurance.approved && context.assurance.approverRole >= 2 };
@id("window") forbid (principal, action == Action::"refund_order", resource)
when { context.facts has daysSinceDelivery && context.facts.daysSinceDelivery > 30 };`;

describe("never", () => {
  test("is proved when no request breaks it", async () => {
    const proof = await proofOf(
      "  never: refund_order\n  when: context.args.amountMinor > 100\n  without: { approvedBy: lead }",
      guardedBy(refunds),
      solver,
    );
    expect(proof).toMatchObject({ kind: "proved", questions: 1 });
  });

  test("is refuted by a request at the very edge, with what it consists of", async () => {
    const guarded = guardedBy(refunds);
    const proof = await proofOf(
      "  never: refund_order\n  when: context.args.amountMinor > 99\n  without: { approvedBy: teammate }",
      guarded,
      solver,
    );
    expect(proof).toMatchObject({
      kind: "refuted",
      sentences: [
        expect.stringMatching(/^refund_order is permitted by small with identity level [23].*args\.amountMinor = 100/),
      ],
    });
    if (proof.kind !== "refuted") return;
    const [example] = proof.examples;
    expect(example === undefined ? null : guarded.policies.ask(example)).toMatchObject({
      isPermitted: true,
      errors: [],
    });
  });

  test("speaks of all assurance when it names none", async () => {
    const late = "context.facts has daysSinceDelivery && context.facts.daysSinceDelivery";
    const of = (days: number) =>
      proofOf(`  never: refund_order\n  when: ${late} > ${days}`, guardedBy(refunds), solver);
    expect(await of(30)).toMatchObject({ kind: "proved" });
    expect(await of(29)).toMatchObject({ kind: "refuted" });
  });

  test("takes only what the tools' schemas allow", async () => {
    const proof = await proofOf(
      '  never: refund_order\n  when: context.args.amountMinor <= 0 || context.facts.refundableMinor < 0 || (context.facts.currency != "USD" && context.facts.currency != "EUR")',
      guardedBy(refunds),
      solver,
    );
    expect(proof).toMatchObject({ kind: "proved" });
  });

  test("knows that a draft waits for an approval, whatever the policies say", async () => {
    const guarded = guardedBy(`@id("credit") permit (principal, action == Action::"give_credit", resource);`);
    expect(
      await proofOf("  never: { tier: draft }\n  without: { approvedBy: teammate }", guarded, solver),
    ).toMatchObject({ kind: "proved" });
    expect(await proofOf("  never: give_credit\n  without: { approvedBy: lead }", guarded, solver)).toMatchObject({
      kind: "refuted",
    });
  });
});

describe("always", () => {
  test("is proved, or refuted by the guardrail that forbids", async () => {
    const when = (days: number) =>
      `  always: refund_order\n  when: context.args.amountMinor <= 100 && !(context.facts has daysSinceDelivery && context.facts.daysSinceDelivery > ${days})\n  given: { identity: 2 }`;
    expect(await proofOf(when(30), guardedBy(refunds), solver)).toMatchObject({ kind: "proved" });
    expect(await proofOf(when(31), guardedBy(refunds), solver)).toMatchObject({
      kind: "refuted",
      sentences: [expect.stringMatching(/^refund_order is forbidden by window .*facts\.daysSinceDelivery = 31/)],
    });
  });
});

describe("every policy matters", () => {
  test.each([
    [
      "one that never holds",
      `@id("dead") permit (principal, action == Action::"refund_order", resource) when { context.args.amountMinor < 0 };`,
      "dead decides nothing: its condition never holds for refund_order.",
    ],
    [
      "one that another makes needless",
      `@id("dead") permit (principal, action == Action::"refund_order", resource) when { context.assurance.identity >= 3 && context.args.amountMinor <= 50 };`,
      /^dead decides nothing: whenever it applies to refund_order, the others decide the same/,
    ],
    [
      "one that forbids what nothing permits",
      `@id("dead") forbid (principal, action == Action::"find_orders", resource);`,
      /^dead decides nothing: whenever it applies to find_orders, another forbids it already or nothing permits it/,
    ],
    [
      "a reason that there is not",
      `@id("dead") permit (principal, action == Action::"refund_order", resource) when { context.args.reason == "lost" };`,
      "dead decides nothing: its condition never holds for refund_order.",
    ],
  ])("finds %s", async (_what, policy, sentence) => {
    const guarded = guardedBy(`${refunds}\n${policy}`);
    const proof = await proofOf("  everyPolicy: matters", guarded, solver);
    if (proof.kind !== "refuted") throw new Error(proof.kind);
    expect(proof.sentences).toHaveLength(1);
    expect(proof.sentences[0]).toMatch(sentence);
    expect(await proofOf("  everyPolicy: matters\n  except: [dead]", guarded, solver)).toMatchObject({
      kind: "proved",
      questions: 3,
    });
  });
});

describe("what the translation does not cover", () => {
  const uncovered = `@id("lines") forbid (principal, action == Action::"refund_order", resource) when { context.facts.lines.isEmpty() };`;
  const guarded = guardedBy(`${refunds}\n${uncovered}`);

  test("proves nothing: what depends on it is named and left open", async () => {
    const claim = "  never: refund_order\n  when: context.args.amountMinor <= 100\n  without: { approvedBy: teammate }";
    const onlyLines = guardedBy(`@id("all") permit (principal, action == Action::"refund_order", resource);
@id("lines") forbid (principal, action == Action::"refund_order", resource) unless { !context.facts.lines.isEmpty() };`);
    expect(await proofOf(claim, onlyLines, solver)).toMatchObject({
      kind: "not-proved",
      sentences: [
        expect.stringContaining(
          "the guardrail lines is not covered: facts.lines, a set of neither texts nor whole numbers",
        ),
      ],
    });
    expect(await proofOf("  everyPolicy: matters", guarded, solver)).toMatchObject({ kind: "not-proved" });
  });

  test("does not stand in the way of what holds whatever it says", async () => {
    const claim = "  never: refund_order\n  when: context.args.amountMinor > 100\n  without: { approvedBy: lead }";
    expect(await proofOf(claim, guarded, solver)).toMatchObject({ kind: "proved" });
  });

  test("nor of an example that the policies themselves confirm", async () => {
    const harmless = guardedBy(`${refunds}
@id("lines") forbid (principal, action == Action::"refund_order", resource) unless { context.facts.lines.isEmpty() };`);
    const proof = await proofOf('  never: refund_order\n  when: context.facts.currency == "USD"', harmless, solver);
    expect(proof).toMatchObject({ kind: "refuted" });
  });

  test("is named when it is the condition", async () => {
    const proof = await proofOf(
      "  never: refund_order\n  when: context.facts.lines.isEmpty()",
      guardedBy(refunds),
      solver,
    );
    expect(proof).toMatchObject({
      kind: "not-proved",
      sentences: [expect.stringContaining("the condition is not covered")],
    });
  });
});
