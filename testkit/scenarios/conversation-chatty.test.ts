import { beforeAll, describe, expect, test } from "vitest";
import { converse, converseAt, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

describe("who writes as people write in a chat", () => {
  test("is understood behind a greeting without a comma, and names the one that she means", async () => {
    const texts = ["hi need to cancel my order", "the jacket one", "wait no i meant the other one", "yes"];
    const { said, calls } = await converse("twoPending", ...texts);
    expect(said[0]).toMatch(/^Which order shall I cancel\?/);
    expect(said[1]).toContain("$72.00");
    expect(said[3]).toContain("$64.00 is on its way back to you");
    expect(calls).toEqual(["cancel_order", "refund_order"]);
  });

  test("about two orders at once has each done with the one that she named for it", async () => {
    const text =
      "cancel the jacket please, and please send the school shoes to 5 Pine Avenue, Portland, ME 04101 instead";
    const { said, calls } = await converse("twoPending", text, "yes");
    expect(said[0]).toMatch(/Cancel order L-\d{5} of \$72\.00\?/);
    expect(said.at(-1)).toMatch(/Done: order L-\d{5} now goes to 5 Pine Avenue/);
    expect(calls).toEqual(["cancel_order", "refund_order", "change_address"]);
  });

  test("is paid back nothing when she says no to it and wants the exchange after all", async () => {
    const texts = ["actually can i just get my money back instead", "hmm no, lets do the swap after all", "yes"];
    const { calls } = await converse("wrongSize", "wrong sneakers!! ordered 29 got 27", ...texts);
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
  });

  test("is not taken at a later yes for what she has said no to in unclear words", async () => {
    const { said, calls } = await converse(
      "refundMedium",
      "my cardigan has a hole, refund please",
      "no zzz qqq",
      "yes",
    );
    expect(said[1]).toMatch(/^All right, I have left that as it is\. What would you like instead\?/);
    expect(calls).toEqual([]);
  });

  test("and says yes in words that are no plain yes is asked once more, and told the number of what was done", async () => {
    const texts = ["refund for the cardigan please, seam came undone", "yeah the cardigan", "yep go for it"];
    const { said, calls } = await converse("twoOrders", ...texts);
    expect(said.at(-1)).toMatch(/^Done: \$47\.00 for order L-70492 is on its way/);
    expect(calls).toEqual(["refund_order"]);
  });

  test("chooses a time as she likes, and has a question in between answered", async () => {
    const texts = ["cant make my fitting, can i come another day", "what time do you close on sundays?"];
    const { said, calls } = await converse("appointment", ...texts, "the second one works", "yes");
    expect(said[1]).toMatch(/^Our stores are open Monday to Saturday[\s\S]*What is free:/);
    expect(said[2]).toContain("Wednesday, February 11 at 1:00 PM");
    expect(calls).toEqual(["reschedule_appointment"]);
  });

  test("is told that there is nothing to pause where no box is sent", async () => {
    const { said, calls } = await converse("planFree", "pause my box please", "ok thanks, bye");
    expect(said[0]).toContain("there is nothing to pause");
    expect(said[1]).not.toContain("colleague");
    expect(calls).toEqual([]);
  });

  test("is told what is left to her where the parcel is on its way already", async () => {
    const { said, calls } = await converse("shippedOrder", "ok then send it to 22 Birch Street, Portland, ME 04103");
    expect(said.at(-1)).toContain("ask the carrier to redirect the parcel");
    expect(calls).toEqual([]);
  });

  test("says who she is by her address alone, which is no wish for another one", async () => {
    const texts = ["hello refund for order L-35958, theres a stain on it", "leila.okafor@example.com"];
    const { said, calls } = await converseAt(0, "refundMedium", ...texts);
    expect(said[1]).toContain("a code of six digits is on its way to it");
    expect(calls).toEqual(["send_code"]);
  });

  test("keeps what was done when she only asks what would be if she changed her mind", async () => {
    const wish = "please send my order to 14 Oak Lane, Salem, OR 97301 instead";
    const { said, calls } = await converse("pendingOrder", wish, "great. can i still cancel if i change my mind?");
    expect(said.at(-1)).not.toContain("taken it back");
    expect(calls).toEqual(["change_address"]);
  });

  test("picks one of two by its place in words", async () => {
    const { said } = await converse("planPremium", "we don't want the box", "the second one");
    expect(said[1]).not.toMatch(/which of the two|Is it this/);
  });

  test.each(["both my orders came damaged!!", "the shirt came torn", "the shirt has a hole!! waste of money"])(
    "and tells of a fault without a wish is asked what she would like before any money moves: %s",
    async (text) => {
      const { said, calls } = await converse("twoOrders", text);
      expect(said.at(-1)).toMatch(/your money back, or the same item again/);
      expect(calls).toEqual([]);
    },
  );

  test("is paid back once she has said that she wants her money, and for each that she meant", async () => {
    const texts = ["both my orders came damaged!!", "money back please", "yes"];
    const { calls } = await converse("twoOrders", ...texts);
    expect(calls).toEqual(["refund_order", "refund_order"]);
  });

  test("gets the same again where she wants that, and no money", async () => {
    const { calls } = await converse("twoOrders", "the shirt came torn", "a new one please");
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
  });

  test("and has taken her money from what she was offered is not asked for it again", async () => {
    const texts = ["the zipper will not close on the shirt, what can I do", "no", "no", "no", "1"];
    const { said, calls } = await converse("refundSmall", ...texts);
    expect(said.at(-1)).toMatch(/\$\d/);
    expect(calls).toEqual(["refund_order"]);
  });

  test("and tells of another fault after a refund is asked again, where the money was for the first", async () => {
    const texts = ["the cardigan has a hole, money back please", "yes", "thanks. the shirt is torn"];
    const { said, calls } = await converse("twoOrders", ...texts);
    expect(said.at(-1)).toMatch(/your money back, or the same item again/);
    expect(calls).toEqual(["refund_order"]);
  });

  test("but needs not say it again for one that she wants the same for", async () => {
    const texts = ["the cardigan has a hole, money back please", "yes", "and the same for the shirt please"];
    const { calls } = await converse("twoOrders", ...texts);
    expect(calls).toEqual(["refund_order", "refund_order"]);
  });

  test("is told of her box as it is once its plan was changed a moment ago", async () => {
    const texts = ["put my box on the plus plan please", "yes", "actually can you also skip next month", "yes please"];
    const { said, calls } = await converse("planPremium", ...texts);
    expect(said[2]).toContain("your plus outfit box");
    expect(said[3]).toContain("your plus outfit box is paused");
    expect(calls).toEqual(["change_plan", "set_membership", "pause_subscription"]);
  });

  test("may have paused what was free until a moment ago", async () => {
    const texts = ["please put my box on the basic plan", "yes", "please pause my box", "yes please"];
    const { said, calls } = await converse("planFree", ...texts);
    expect(said[3]).toContain("your basic outfit box is paused");
    expect(calls).toEqual(["change_plan", "set_membership", "pause_subscription"]);
  });
});
