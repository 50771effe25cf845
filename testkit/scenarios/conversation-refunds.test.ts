import { beforeAll, describe, expect, test } from "vitest";
import { converse, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

const found =
  /^\$47\.00 for L-35958 went back to your Visa ending in \d{4} on Tuesday, February 10\. .* by this number: RF-\d{5}\.$/;

describe("who asks what became of her refund", () => {
  test.each(["where is my refund?", "I still have no refund", "has my refund been sent yet", "where's my money"])(
    "is told what the payment system has, whatever came in between: %s",
    async (text) => {
      const money = "my cardigan has a hole, I want my money back";
      const { said, calls } = await converse("refundMedium", money, "yes", "do you ship to the UK?", text);
      expect(said.at(-1)).toMatch(found);
      expect(calls).toEqual(["refund_order"]);
    },
  );

  test("is told that there is none, and her next wish is not taken for the same question", async () => {
    const wish = "my cardigan has a hole, I want my money back";
    const { said, calls } = await converse("refundMedium", "where is my refund?", wish, "yes");
    expect(said[0]).toMatch(/^I find no refund to you in our payment system so far\. .* a colleague/);
    expect(said[1]).toMatch(/^Refund \$47\.00 for order L-35958/);
    expect(calls).toEqual(["refund_order"]);
  });

  test("is answered from our pages when it is no refund of hers", async () => {
    const { said } = await converse("refundMedium", "how long until a refund is on my card");
    expect(said[0]).toContain("Source: ");
  });
});

test("who chose one of two and then says the other is asked to confirm that one", async () => {
  const { said, calls } = await converse("twoPending", "cancel my order", "2", "no wait, the first", "yes");
  expect(said[1]).toMatch(/^Cancel order L-90450 /);
  expect(said[2]).toMatch(/^Cancel order L-44849 /);
  expect(said.at(-1)).toContain("order L-44849 is cancelled");
  expect(calls).toEqual(["cancel_order", "refund_order"]);
});
