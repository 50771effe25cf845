import { beforeAll, describe, expect, test } from "vitest";
import { converse, prepareConversations } from "./converse.ts";
import { prepareReturns, ReturnWorld } from "./return-world.ts";

beforeAll(prepareConversations, 120_000);
beforeAll(prepareReturns, 120_000);

const refunded = "Done: $47.00 for order L-35958 is on its way back to you.";
const fullRefund = ["my cardigan has a hole, I want a refund", "yes"] as const;

describe("who asks how things stand", () => {
  test.each(["u sure thats everything?", "is that all?", "did it go through?", "are you sure", "so its all sorted?"])(
    "hears once more what was done, and nothing is done anew: %s",
    async (question) => {
      const { said, calls, status } = await converse("refundMedium", ...fullRefund, question);
      expect(said.at(-1)).toContain(refunded);
      expect(calls).toEqual(["refund_order"]);
      expect(status).toBe("resolved");
    },
  );

  test("hears as often as she asks, and the same each time", async () => {
    const { said } = await converse("refundMedium", ...fullRefund, "are you sure?", "really? are you sure?");
    expect(said.at(-1)).toBe(said.at(-2));
  });

  test.each(["is it done?", "did you send the label?", "are you sure that it's done?"])(
    "hears that nothing is done before her yes, and her yes still counts: %s",
    async (question) => {
      const { said, calls } = await converse("refundSmall", "I'd like to return the striped shirt", question, "yes");
      expect(said[1]).toMatch(/^Nothing of it is done before you say yes\.\n\nReturn the Nest striped shirt, rust/);
      expect(calls).toEqual(["create_return", "create_label", "send_label"]);
    },
  );

  test("hears of two things in a sentence each", async () => {
    const both = "i want to exchange the cardigan for 6-7Y and the shirt for 4-5Y";
    const { said } = await converse("twoOrders", both, "yes", "yes", "did both go through?");
    expect(said.at(-1)).toMatch(
      /Meadow cardigan, oat in size 6-7Y is on its way[^]*shirt, rust in size 4-5Y is on its way/,
    );
    expect(said.at(-1)).not.toContain("Now the shirt");
  });

  test("hears that a colleague has still to decide", async () => {
    const { said, calls } = await converse(
      "refundLarge",
      "my snow set has a hole, I want my money back",
      "yes",
      "is it done?",
    );
    expect(said.at(-1)).toMatch(/^A colleague still has to decide on this: Refund \$180\.00/);
    expect(calls).toEqual([]);
  });

  test("hears that nothing was done where she has said no", async () => {
    const { said, calls } = await converse("pendingOrder", "cancel my order please", "no", "is it cancelled now?");
    expect(said.at(-1)).toBe("Nothing has been done here so far.");
    expect(calls).toEqual([]);
  });

  test("hears the answer again that she doubts, and of a no why", async () => {
    const { said } = await converse("pendingOrder", "do you ship to the uk", "are you sure?");
    expect(said.at(-1)).toMatch(/^This is what I know of it: We ship to the 50 states/);
    const refused = await converse("outsideWindow", "I want to return the rain jacket", "are you sure?");
    expect(refused.said.at(-1)).toMatch(/^The 30 days [^]* a colleague can look at it\. Shall I\?/);
  });

  test("gets an answer also where she has been asked whether she is understood since", async () => {
    const texts = ["you took too much money from my card!!!", "the order was 47", "when is it back in my account"];
    const { said } = await converse("overcharged", ...texts);
    expect(said.at(-1)).toMatch(/^The \$5\.95 is on its way already/);
  });
});

describe("what was done is told whatever else she has asked for with it", () => {
  const asked = "I would like to send the cardigan back. How do I wash leather gloves?";

  test("also where our pages have no answer to it, which she hears after it", async () => {
    const { said, calls } = await converse("twoOrders", asked, "yes", "yes");
    expect(said.at(-1)).toMatch(
      /^It is arranged: the prepaid return label for Meadow cardigan, oat[^]*\n\nI don't find that/,
    );
    expect(calls).toEqual(["create_return", "create_label", "send_label"]);
  });

  test("and the parcel is waited for all the same, and paid when it comes", async () => {
    const world = await ReturnWorld.open();
    await world.asks(asked);
    for (const text of ["yes", "yes", "no"]) await world.says(text);
    expect(await world.isWaitingFor()).toBe('returnParcel.state == "arrived"');
    await world.pass(50);
    const told = await world.told();
    expect(told.filter((text) => text.includes("I don't find that"))).toHaveLength(1);
    expect(told.filter((text) => text.includes("It is arranged"))).toHaveLength(1);
    await world.delivers(world.scans(1)[0]);
    expect(world.refunds).toEqual([world.who.customerRef]);
    expect(await world.violations()).toEqual([]);
  });

  test("and what is no business of ours makes it no less a wish, which she confirms", async () => {
    const texts = ["Please return the cardigan, and do you sponsor football teams?", "yes"];
    const { said, calls } = await converse("refundMedium", ...texts);
    expect(said[0]).toMatch(/^Return the Meadow cardigan, oat of order L-35958 for \$47\.00/);
    expect(said[1]).toMatch(/^It is arranged: [^]*\n\nI don't find that/);
    expect(calls).toEqual(["create_return", "create_label", "send_label"]);
    const foreign = await converse("pendingOrder", "please cancel my flight to Rome, and do you rent cars?");
    expect(foreign.said[0]).toMatch(/^I am not sure that I can help with that/);
  });
});
