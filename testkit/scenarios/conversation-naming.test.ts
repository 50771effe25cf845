import { beforeAll, describe, expect, test } from "vitest";
import { converse, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

describe("who names what she has not bought", () => {
  test.each([
    "the jacket is torn, please send me a new one",
    "the jacket is too small, i need a 30",
    "i want to return the coat",
    "jacket broken need money back",
    "wrong size came for my red sneakers, I need a 29",
  ])("is asked whether it is about what she has, before anything is done with it: %s", async (text) => {
    const { said, calls } = await converse("wrongSize", text);
    expect(said[0]).toMatch(/^I find no .* in your orders\. Is it about this one\? L-\d{5}: Starling sneaker, blue/);
    expect(calls).toEqual([]);
  });

  test("has it done with what she has once she says that she means it, and is not asked twice", async () => {
    const { said, calls } = await converse("wrongSize", "the jacket is torn, please send me a new one", "yes");
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
    expect(said).toHaveLength(2);
  });

  test("is asked although she gives the number of an order", async () => {
    const { said, calls } = await converse("wrongSize", "order L-14497: the coat has a hole, I want my money back");
    expect(said[0]).toMatch(/^I find no coat in order L-14497\. Is it about this one\?/);
    expect(calls).toEqual([]);
  });

  test("is not asked where she calls it by another word", async () => {
    const { calls } = await converse("wrongSize", "the shoes are the wrong size, please exchange them");
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
  });
});

describe("who wants what there is not", () => {
  test("hears that the size is not made, and gets another one of those that are", async () => {
    const { said, calls } = await converse("wrongSize", "shoes wrong size, can i get them in 47", "30 then");
    expect(said[0]).toMatch(
      /^I'm sorry: Starling sneaker, blue is not made in size 47\. What I can offer: size 35 in blue/,
    );
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
    expect(said[1]).toContain("in size 30");
  });

  test.each(["the red one in 29", "can I have it in teal"])(
    "is offered a colleague for another color, and is not sent the old one again: %s",
    async (text) => {
      const { said, calls, status } = await converse(
        "wrongSizeOutOfStock",
        "boots wrong size, exchange please",
        text,
        "yes",
      );
      expect(said[1]).toMatch(/for another size only; another color is for a colleague to arrange/);
      expect(calls).toEqual([]);
      expect(status).toBe("handed-off");
    },
  );

  test("gets the size that was offered, in the color that she has", async () => {
    const { calls } = await converse("wrongSizeOutOfStock", "boots wrong size, exchange please", "30 in yellow");
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
  });
});
