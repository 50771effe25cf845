import { expect, test } from "vitest";
import { readPolicy } from "./read-policy.ts";
import { sentenceOf } from "./sentence.ts";

function said(conditions: string, head = "permit", annotations = "", title: string | null = null): string {
  const text = `@id("a")${annotations}\n${head} (principal, action == Action::"refund_order", resource)\n${conditions};`;
  const read = readPolicy({ text, path: "guardrails/a.cedar", index: 0 });
  if (read.kind === "wrong") throw new Error(read.message);
  return sentenceOf(read.policy, { money: (minor) => `$${(minor / 100).toFixed(2)}`, action: () => title });
}

test("a permit says what must have been shown, said and approved, and how much", () => {
  expect(said("")).toBe("Allows refund order, always.");
  expect(
    said(`when { context.assurance.identity >= 2 && context.args.amountMinor <= 2500 &&
      context.totals.customerRefunds30d + context.args.amountMinor <= 15000 && context.assurance.confirmed }`),
  ).toBe(
    "Allows refund order when the customer is known at level 2 or higher, the amount asked for is at most $25.00, the total of customer refunds 30d and the amount asked for together are at most $150.00 and the customer has confirmed it.",
  );
  expect(
    said(
      "when { context.assurance.approved && context.assurance.approverRole >= 2 && context.assurance.approvals >= 2 }",
    ),
  ).toBe("Allows refund order when a lead or above has approved it and 2 different people have approved it.");
  expect(said("when { context.assurance.approved }")).toBe("Allows refund order when a person has approved it.");
});

test("an action is called by its title, where it has one", () => {
  expect(said("", "permit", "", "“Refund an order”")).toBe("Allows “Refund an order”, always.");
});

test("a forbid says what it refuses or gives to a person, and what is excepted", () => {
  expect(said("when { context.facts has days && context.facts.days > 30 }", "forbid")).toBe(
    "Refuses refund order when days is more than 30.",
  );
  expect(said("when { context.facts.isFlagged }", "forbid", " @escalate")).toBe(
    "Gives refund order to a person when it is flagged.",
  );
  expect(said('when { context.args.reason == "late" } unless { context.facts has isCancelled }', "forbid")).toBe(
    "Refuses refund order when the reason asked for is “late”, unless whether it is cancelled is known.",
  );
  expect(said('unless { context.facts.state == "new" || !context.facts.hasBox }', "forbid")).toBe(
    "Refuses refund order unless either state is “new” or it has no box.",
  );
});

test("every form of expression is said somehow, and none is left out", () => {
  expect(said("when { if context.facts.isNew then context.facts.a == context.args.a else false }")).toContain(
    "a is the a asked for where it is new, and otherwise false",
  );
  expect(said('when { context.facts.name like "A*" && ["a", "b"].contains(context.facts.kind) }')).toBe(
    "Allows refund order when name reads like “A…” and “a” or “b” contains kind.",
  );
  expect(said("when { resource is Order && !(context.facts.count == 3) }")).toBe(
    "Allows refund order when the record is of the kind Order and it is not so that count is 3.",
  );
});
