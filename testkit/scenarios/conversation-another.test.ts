import { beforeAll, describe, expect, test } from "vitest";
import { converse, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

describe("who wants the same for another one", () => {
  test.each(["and the cardigan as well", "the cardigan too", "and return L-70492 too"])(
    "has it sent back too, whatever she chose the first time, and reads of the label for it: %s",
    async (text) => {
      const { said, calls } = await converse("twoOrders", "return my order", "1", "yes", text, "yes");
      expect(calls.filter((tool) => tool === "create_return")).toHaveLength(2);
      expect(said.at(-1)).toMatch(/^It is arranged: the prepaid return label for Meadow cardigan, oat/);
    },
  );

  test("is asked for the size of it: the one that she named was of the first", async () => {
    const texts = ["wrong size came", "the shirt", "4-5Y", "and the cardigan too", "9-10Y"];
    const { said, calls } = await converse("twoOrders", ...texts);
    expect(said[3]).toMatch(/^Which size do you need\?/);
    expect(said[4]).toContain("Meadow cardigan, oat in size 9-10Y");
    expect(calls.filter((tool) => tool === "create_exchange")).toHaveLength(2);
  });

  test.each([
    "and the cardigan too",
    "refund the cardigan too",
    "refund the cardigan",
    "and the other one",
    "sorry, I meant the cardigan",
  ])("is asked about the whole of it: the amount that she named was of the first: %s", async (text) => {
    const { said, calls } = await converse("twoOrders", "refund 10 dollars of the shirt, it is torn", text);
    expect(said[0]).toMatch(/^Done: \$10\.00 for order L-24961/);
    expect(said[1]).toMatch(/^Refund \$47\.00 for order L-70492/);
    expect(calls).toEqual(["refund_order"]);
  });

  test("has what she named for the other one, too", async () => {
    const texts = ["refund 10 dollars of the shirt, it is torn", "and now refund 5 dollars of the cardigan"];
    expect((await converse("twoOrders", ...texts)).said[1]).toMatch(/^Done: \$5\.00 for order L-70492/);
  });

  test("is not told once more that the first was done, where she only speaks of the other one", async () => {
    const { said } = await converse("twoOrders", "the shirt is torn, refund it", "thanks, the cardigan is great");
    expect(said.at(-1)).not.toContain("Done");
  });

  test("is asked which one where she has bought no such thing", async () => {
    const texts = ["cancel my order", "L-90450", "yes", "and the socks"];
    const { said, calls } = await converse("twoPending", ...texts);
    expect(said.at(-1)).toMatch(/^I find no socks in order L-90450\. Which order shall I cancel\?/);
    expect(calls.filter((tool) => tool === "cancel_order")).toHaveLength(1);
  });

  test("of all that needs only be said once has it done with what she said", async () => {
    const texts = ["change the address of my order to 5 King Street, Boston MA 02108", "1", "and the shoes too"];
    const { calls } = await converse("twoPending", ...texts);
    expect(calls).toEqual(["change_address", "change_address"]);
  });
});

describe("who adds a wish of another kind", () => {
  test("is asked about it, and is not told once more what was done", async () => {
    const { said } = await converse(
      "overcharged",
      "you took too much money off my card",
      "and 20 dollars for the trouble",
    );
    expect(said[1]).not.toMatch(/^You were right/);
    expect(said[1]).toContain("something from us for what went wrong");
  });
});

describe("who wants no money but a new one", () => {
  test.each(["no money, new one", "no money, new one please"])(
    "is asked whether she is understood: %s",
    async (text) => {
      const { said, calls } = await converse("refundMedium", "cardigan has a hole, refund", text, "yes");
      expect(said[1]).toContain("the same item again, at no charge");
      expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
    },
  );
});

describe("who gives an address piece by piece", () => {
  test("is asked for what is left of it", async () => {
    const texts = ["my order must go to another address please", "5 king street", "boston", "02108"];
    const { said, calls } = await converse("pendingOrder", ...texts);
    expect(said[2]).toBe("Which postcode has 5 King Street, Boston?");
    expect(calls).toEqual(["change_address"]);
  });
});
