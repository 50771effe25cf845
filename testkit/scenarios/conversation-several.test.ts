import { beforeAll, describe, expect, test } from "vitest";
import { converse, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

describe("who names another thing while she is asked to confirm the first", () => {
  test.each([
    "and the shirt too, please",
    "oh and the shirt as well",
    "same goes for the shirt",
    "also the shirt is torn",
  ])("is told that it comes next, and has both paid back with her yes to each: %s", async (text) => {
    const { said, calls } = await converse("twoOrders", "the cardigan has a hole i want a refund", text, "yes", "yes");
    expect(said[1]).toMatch(/^I will come to the shirt next\. First this: Refund \$47\.00/);
    expect(said[2]).toMatch(/^Done: \$47\.00 [\s\S]*Now the shirt\.$/);
    expect(said[3]).toMatch(/^Refund \$18\.00 for order L-24961/);
    expect(said[4]).toMatch(/^Done: \$18\.00 for order L-24961/);
    expect(calls).toEqual(["refund_order", "refund_order"]);
  });

  test("has only the second done where she says no to the first", async () => {
    const texts = ["the cardigan has a hole i want a refund", "the shirt is torn as well", "no", "yes"];
    const { said, calls } = await converse("twoOrders", ...texts);
    expect(said.at(-1)).toMatch(/^Done: \$18\.00/);
    expect(calls).toEqual(["refund_order"]);
  });

  test.each(["and the shoes too please", "the shoes as well pls", "don't forget the shoes"])(
    "has both orders cancelled: %s",
    async (text) => {
      const { calls } = await converse("twoPending", "cancel the jacket order", text, "yes", "yes");
      expect(calls).toEqual(["cancel_order", "refund_order", "cancel_order", "refund_order"]);
    },
  );

  test("has both sent back, each with a label of its own", async () => {
    const { said, calls } = await converse("twoOrders", "i want to return the cardigan", "and the shirt", "yes", "yes");
    expect(said.at(-1)).toMatch(/^It is arranged: the prepaid return label for Nest striped shirt, rust/);
    expect(calls.filter((tool) => tool === "create_return")).toHaveLength(2);
    expect(calls.filter((tool) => tool === "send_label")).toHaveLength(2);
  });

  test("is asked which order where she has bought no such thing, and paid nothing more", async () => {
    const texts = ["the cardigan has a hole i want a refund", "and the hat too", "yes"];
    const { said, calls } = await converse("twoOrders", ...texts);
    expect(said.at(-1)).toMatch(/^I find no hat in your orders/);
    expect(calls).toEqual(["refund_order"]);
  });

  test("and puts it in the place of the first is asked about that alone", async () => {
    const texts = ["the cardigan has a hole i want a refund", "no wait, i meant the shirt", "yes"];
    const { said, calls } = await converse("twoOrders", ...texts);
    expect(said.join(" ")).not.toContain("next");
    expect(calls.length).toBeLessThanOrEqual(1);
    expect(said.join(" ")).not.toContain("Done: $47.00");
  });
});

describe("who names another thing while she is asked whether she is understood", () => {
  test.each(["and the shirt is too small", "same for the shirt pls", "the shirt too"])(
    "has both exchanged, each for the size that she says of it: %s",
    async (text) => {
      const texts = ["cardigan's too big", text, "6-7Y", "yes", "4-5Y", "yes"];
      const { said } = await converse("twoOrders", ...texts);
      expect(said[1]).toMatch(/^I will take one after the other: first the cardigan, then the shirt\./);
      expect(said.join("\n")).toContain("Meadow cardigan, oat in size 6-7Y is on its way");
      expect(said.at(-1)).toContain("Nest striped shirt, rust in size 4-5Y is on its way");
    },
  );
});

describe("who tells of several things in one message", () => {
  test.each([
    "cancel L-90450 and L-44849",
    "cancel orders 90450 and 44849",
    "the jacket pls cancel it. and the shoes.",
  ])("has both orders cancelled, by their numbers or by what is in them: %s", async (text) => {
    const { calls } = await converse("twoPending", text, "yes", "yes");
    expect(calls).toEqual(["cancel_order", "refund_order", "cancel_order", "refund_order"]);
  });

  test("may ask about the one whose turn it is, and keep it", async () => {
    const texts = [
      "i want to return the shirt & the cardigan",
      "yes",
      "how much for the cardigan?",
      "nah keep the cardigan",
    ];
    const { said, calls } = await converse("twoOrders", ...texts);
    expect(said.at(-1)).toBe("All right, I have left everything as it is.");
    expect(calls.filter((tool) => tool === "create_return")).toHaveLength(1);
  });

  test("and keeps the first of them still has the second done", async () => {
    const texts = ["i want to return the shirt & the cardigan", "hm i want to keep the shirt", "no", "yes"];
    const { said, calls } = await converse("twoOrders", ...texts);
    expect(said[2]).toMatch(/^If you would rather leave this as it is, please answer no to it:/);
    expect(said.at(-1)).toContain("the prepaid return label for Meadow cardigan, oat");
    expect(calls.filter((tool) => tool === "create_return")).toHaveLength(1);
  });

  test("is paid back the second where nothing but her wish is known of it", async () => {
    const texts = ["cardigan unraveled!! money back", "and what about the shirt, it has a stain", "no", "yes"];
    const { said } = await converse("twoOrders", ...texts);
    expect(said.at(-1)).toMatch(/^Done: \$18\.00/);
  });

  test.each([
    "the shirt has a tear and the cardigan has a broken zip",
    "my shirt came with a hole. the cardigan is missing a button too.",
    "the shirt and the cardigan are both torn",
  ])("is told that they are taken one after the other, and has both paid back: %s", async (text) => {
    const { said, calls } = await converse("twoOrders", text, "money back please", "yes", "yes");
    expect(said[0]).toMatch(/^I will take one after the other: first the shirt, then the cardigan\./);
    expect(said[1]).toMatch(/^Refund \$18\.00/);
    expect(said[3]).toMatch(/^Refund \$47\.00/);
    expect(calls).toEqual(["refund_order", "refund_order"]);
  });

  test("needs another size of each", async () => {
    const texts = ["exchange the shirt and the cardigan, both too small", "4-5Y", "yes", "9-10Y", "yes"];
    const { said } = await converse("twoOrders", ...texts);
    expect(said.join("\n")).toContain("Nest striped shirt, rust in size 4-5Y is on its way");
    expect(said.at(-1)).toContain("Meadow cardigan, oat in size 9-10Y is on its way");
  });

  test("says the verb once and a size for each", async () => {
    const text = "swap the shirt for a 4-5Y and the cardigan for 9-10Y";
    const { said } = await converse("twoOrders", text, "yes", "yes");
    expect(said.join("\n")).toContain("Nest striped shirt, rust in size 4-5Y is on its way");
    expect(said.at(-1)).toContain("Meadow cardigan, oat in size 9-10Y is on its way");
  });

  test("names them where she is asked which of two wishes she means", async () => {
    const { said, calls } = await converse("twoOrders", "refund", "the shirt and the cardigan", "yes", "yes", "yes");
    expect(said[1]).toBe("Do I understand you right: your money back? Please answer yes or no.");
    expect(calls).toEqual(["refund_order", "refund_order"]);
  });

  test("of which one is well, or only named in passing, has the other one done", async () => {
    const lovely = await converse("twoOrders", "the shirt is torn, money please. the cardigan is lovely");
    expect(lovely.said.join(" ")).not.toContain("cardigan");
    const passing = "i ordered a shirt and a cardigan, the cardigan is torn, refund it";
    expect((await converse("twoOrders", passing)).said[0]).toMatch(/^Refund \$47\.00/);
  });
});

describe("who wants the same again for both", () => {
  test.each(["new ones please", "send me new ones", "replace them please"])(
    "gets the one that there is, and hears at once what is left of the one that is sold out: %s",
    async (text) => {
      const { said, calls } = await converse("twoOrders", "both my orders came damaged!!", text);
      expect(said[1]).toMatch(/^It is arranged: a new Nest striped shirt/);
      expect(said[2]).toMatch(/^I'm sorry: Meadow cardigan, oat is sold out in size 7-8Y/);
      expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
    },
  );
});

describe("who asks something in between, or afterwards", () => {
  test.each([
    "how long till I see it on my card?",
    "and when is that gonna show in my account",
    "so how soon can i expect the cash on my statement",
    "when will my bank show it",
  ])("hears when the money is there that she was charged twice for: %s", async (text) => {
    const { said } = await converse("chargedTwice", "you charged me twice!", "yes", text);
    expect(said.at(-1)).toMatch(/^The \$18\.00 is on its way already; your bank usually shows it within five days\.$/);
  });

  test.each([
    ["is there parking btw?", /^All stores have a ramp/],
    ["btw do you have a play area for kids?", /^I don't find that in what I have/],
    ["who founded your company?", /^I don't find that in what I have/],
    ["do you guys run a podcast", /^I don't find that in what I have/],
  ])("hears what our pages say of it, or that they say nothing, and is asked again: %s", async (text, answer) => {
    const confirming = await converse("refundMedium", "my cardigan has a hole, refund please", text, "yes");
    expect(confirming.said[1]).toMatch(answer);
    expect(confirming.said[1]).toMatch(/\n\nRefund \$47\.00 [\s\S]*yes or no\.$/);
    expect(confirming.calls).toEqual(["refund_order"]);
    const choosing = await converse("twoOrders", "refund please", text, "1");
    expect(choosing.said[1]).toMatch(answer);
    expect(choosing.said[1]).toMatch(/\n\nWhich order is it about\?/);
    expect(choosing.said[2]).toMatch(/^Refund \$18\.00/);
  });

  test.each(["they just dont fit her style", "it doesnt go with his style", "sorry but its not her taste"])(
    "and has nothing exchanged for another size where it is the look that she does not like: %s",
    async (text) => {
      const { said, calls } = await converse("wrongSize", text);
      expect(said[0]).toContain("sent back");
      expect(calls).toEqual([]);
    },
  );

  test("knows before she says yes what is in the order that would be cancelled", async () => {
    const { said } = await converse("twoPending", "cancel my order", "the jacket");
    expect(said[1]).toMatch(/^Cancel order L-44849 of \$72\.00\? In it: Harbor rain jacket, navy, size 3-4Y\./);
  });
});
