import { beforeAll, describe, expect, test } from "vitest";
import { converse, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

describe("who points at what she was shown", () => {
  test.each(["thats mine", "that's the one", "yes, this one", "it is my order"])(
    "means the one order that was shown, and confirms nothing by it: %s",
    async (text) => {
      const { said, calls } = await converse("refundMedium", "refund L-82215", text);
      expect(said[0]).toMatch(/^I cannot find an order L-82215 of yours\. Is it about this one\?/);
      expect(said[1]).toMatch(/^Refund \$47\.00 for order L-35958/);
      expect(calls).toEqual([]);
    },
  );

  test("and was asked which of two wishes she has is asked once more, and not answered about one of them", async () => {
    const { said } = await converse("flagged", "my order L-82215 is damaged somehow, what now", "thats mine");
    expect(said[0]).toContain("(2)");
    expect(said[1]).toMatch(/^I still do not know which of the two you mean/);
  });
});

describe("whose answer does not say what she was asked for", () => {
  test("is asked in other words which of her orders she means", async () => {
    const { said, status } = await converse("twoPending", "change address", "1", "yes", "2");
    expect(said[1]).toMatch(/^Which order is it about\?/);
    expect(said[2]).toMatch(
      /^I still do not know which one you mean\. .* Please answer with the number in front of it\.$/,
    );
    expect(said[3]).toMatch(/^What is the new address\?/);
    expect(status).toBe("waiting");
  });

  test("is told that it was not in her answer", async () => {
    const { said } = await converse("twoPending", "change address", "2", "yes");
    expect(said[2]).toBe("I did not find that in your answer. What is the new e-mail address?");
  });
});

describe("who has nothing of what she wants ended or changed", () => {
  test("is told that she is on the free plan", async () => {
    const { said, calls } = await converse("planFree", "cancel my subscription");
    expect(said[0]).toMatch(/^You are on the free plan: there is no paid outfit box to cancel/);
    expect(calls).toEqual([]);
  });

  test.each([
    ["cancel my subscription", "cancel"],
    ["pause my subscription", "pause"],
    ["start my box again please", "start again"],
    ["switch me to plus", "change"],
  ])("is told that there is no box of hers, and is offered a colleague: %s", async (text, verb) => {
    const { said, status } = await converse("wrongSize", text, "yes");
    expect(said[0]).toContain(`I see no outfit box of yours that I could ${verb}. What I can offer instead`);
    expect(status).toBe("handed-off");
  });
});
