import { beforeAll, describe, expect, test } from "vitest";
import { converse, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

describe("who changes her mind", () => {
  test.each([
    ["undo that", "no, do it after all"],
    ["actually put it back", "hmm sorry, please do it after all"],
  ])("has an exchange taken back and then made after all: %s", async (undo, redo) => {
    const { said, calls, status } = await converse(
      "wrongSize",
      "the sneakers are the wrong size, please send the right one",
      undo,
      redo,
    );
    const made = ["create_exchange", "create_label", "send_label"];
    expect(calls).toEqual([...made, "create_label", "create_exchange", ...made]);
    expect(said[1]).toMatch(/^All right, I have taken it back: .*Exchange an item/);
    expect(said[2]).toBe(said[0]);
    expect(status).toBe("resolved");
  });

  test.each(["hmm actually yes", "ok cancel my order", "oh, do it after all"])(
    "is asked once more after a no of hers: %s",
    async (again) => {
      const { said, calls } = await converse("pendingOrder", "cancel my order", "no", again, "yes");
      expect(said[2]).toBe(said[0]);
      expect(calls).toEqual(["cancel_order", "refund_order"]);
    },
  );

  test("has a new address corrected after the end, and is never met with silence", async () => {
    const { said, calls } = await converse(
      "pendingOrder",
      "please send my order to 12 Elm Street, Portland, OR 97201",
      "no wait, 14 Elm Street",
    );
    expect(calls).toEqual(["change_address", "change_address"]);
    expect(said[1]).toMatch(/now goes to 14 Elm Street, Portland, OR/);
  });

  test("goes from plan to plan and back, and each counts until the next", async () => {
    const { said, status } = await converse(
      "planBasic",
      "switch me to plus",
      "yes",
      "actually premium",
      "yes",
      "hmm no, back to plus",
      "yes",
    );
    expect(said.filter((text) => text.startsWith("Done: "))).toEqual([
      expect.stringContaining("on plus now"),
      expect.stringContaining("on premium now"),
      expect.stringContaining("on plus now"),
    ]);
    expect(status).toBe("resolved");
  });

  test("adds a setting to those that she has named before", async () => {
    const { said } = await converse("planPlus", "turn on gift wrap", "and the newsletter on");
    expect(said.at(-1)).toMatch(/newsletter on, .* gift wrap on/);
  });
});

describe("who has had something exchanged", () => {
  test("is not paid back as well, until the exchange is taken back", async () => {
    const { said, calls } = await converse(
      "wrongSize",
      "wrong size came, I ordered 29",
      "actually I just want my money back",
      "undo the exchange",
      "now refund it please, I want my money back",
      "yes",
    );
    expect(said[1]).toContain("not paid back as well");
    expect(said[2]).toMatch(/^All right, I have taken it back: .*Exchange an item/);
    expect(said.at(-1)).toMatch(/^Done: \$52\.00 /);
    expect(calls.filter((tool) => tool === "refund_order")).toHaveLength(1);
  });
});

describe("who has several orders", () => {
  test.each([
    ["cancel my orders please", "both"],
    ["I want to cancel my order", "both of them"],
    ["please cancel both orders"],
  ])("has each of them cancelled, one after another, with a yes to each: %s", async (...texts) => {
    const { said, calls, status } = await converse("twoPending", ...texts, "yes", "yes");
    expect(calls).toEqual(["cancel_order", "refund_order", "cancel_order", "refund_order"]);
    expect(said.slice(-4)).toEqual([
      expect.stringMatching(/^Cancel order L-\d{5} of \$72\.00\?/),
      expect.stringMatching(/^Done: order L-\d{5} is cancelled .*\$72\.00/),
      expect.stringMatching(/^Cancel order L-\d{5} of \$64\.00\?/),
      expect.stringMatching(/^Done: order L-\d{5} is cancelled .*\$64\.00/),
    ]);
    expect(status).toBe("resolved");
  });

  test("keeps the one that she says no to, and is asked about the other", async () => {
    const { said, calls } = await converse("twoPending", "cancel my order", "all of them", "no", "yes");
    expect(said.at(-1)).toContain("$64.00");
    expect(calls).toEqual(["cancel_order", "refund_order"]);
  });

  test("is told that a second one is refunded only when it is", async () => {
    const { said, calls } = await converse(
      "twoOrders",
      "refund L-70492, it has a hole",
      "yes",
      "and L-24961 too please, also a hole. money back",
    );
    expect(calls).toEqual(["refund_order", "refund_order"]);
    expect(said[1]).toMatch(/^Done: \$47\.00 for order L-70492 /);
    expect(said[2]).toMatch(/^Done: \$18\.00 for order L-24961 /);
  });
});

describe("who answers the question in its own words", () => {
  test.each(["yes cancel it", "Yes, please cancel my order.", "ok go ahead and cancel it"])(
    "%s: it is done",
    async (said) => {
      const { calls } = await converse("pendingOrder", "please cancel my order", said);
      expect(calls).toContain("cancel_order");
    },
  );

  test.each(["please don't cancel my order", "yes, I want my order", "no, cancel nothing", "yes my order"])(
    "%s: nothing is done",
    async (said) => {
      const { calls } = await converse("pendingOrder", "please cancel my order", said);
      expect(calls).toEqual([]);
    },
  );
});
