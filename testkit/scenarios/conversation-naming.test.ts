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
