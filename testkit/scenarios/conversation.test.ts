import { beforeAll, describe, expect, test } from "vitest";
import { converse, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

describe("in a conversation", () => {
  test("a question in between is answered, and what she is asked to confirm stays asked", async () => {
    const { said, calls } = await converse(
      "appointment",
      "please move my fitting to Monday at 10 am",
      "how long does a fitting take?",
      "yes",
    );
    expect(said).toHaveLength(3);
    expect(said[1]).toMatch(/30 minutes[\s\S]*Move your fitting [^\n]* Please answer yes or no\.$/);
    expect(said[2]).toMatch(/^Done: your fitting is now/);
    expect(calls).toEqual(["reschedule_appointment"]);
  });

  test("what is no answer to the question has it asked once more, and changes nothing", async () => {
    const { said, calls } = await converse("planPlus", "please pause my outfit box", "hmm why", "yes");
    expect(said[1]).toMatch(/^I am not sure that I understand you\. Pause your plus outfit box\?/);
    expect(calls).toEqual(["pause_subscription"]);
  });

  test("who goes on with another wish is asked about the first once more, and gets both", async () => {
    const { said, calls } = await converse(
      "pendingOrder",
      "can it go to 5 Main Street, Dover, DE 19901",
      "and stop sending me the newsletter",
      "yes",
    );
    expect(said[1]).toMatch(/^I will come to that next: [^.]*\. First this: Change the delivery address/);
    expect(calls).toEqual(["change_address", "update_preferences"]);
  });

  test("a no with other words is a correction and no refusal", async () => {
    const { said } = await converse("planPremium", "we don't want the box", "no, just cancel it");
    expect(said[0]).toMatch(/^(?:Do I understand you right|Let me be sure that I understand you)/);
    expect(said[1]).toContain("Cancel your premium outfit box.");
  });

  test("when she means the other of two it is that one which she is asked to confirm", async () => {
    const { said, calls } = await converse("twoPending", "cancel my order", "the jacket", "no, the other one", "yes");
    expect(said[1]).toMatch(/^Cancel order L-\d{5} of \$72\.00\?/);
    expect(said[2]).toMatch(/^Cancel order L-\d{5} of \$64\.00\?/);
    expect(said[3]).toContain("$64.00 is on its way back to you");
    expect(calls).toEqual(["cancel_order", "refund_order"]);
  });

  test.each([["2"], ["the second one please"], ["the older one"], ["school shoes"]])(
    "of what a question lists she picks one as she likes: %s",
    async (answer) => {
      const { said } = await converse("twoPending", "cancel my order", answer);
      expect(said[0]).toMatch(/^Which order shall I cancel\? \(1\) L-\d{5}: Harbor .* \(2\) L-\d{5}: Wren school shoe/);
      expect(said[1]).toMatch(/^Cancel order L-\d{5} of \$64\.00\?/);
    },
  );

  test("a number that is not hers is said to be none of hers, and a yes takes the one order that she has", async () => {
    const { said, calls } = await converse("pendingOrder", "please cancel order L-99999", "yes that one", "yes");
    expect(said[0]).toMatch(
      /^I cannot find an order L-99999 of yours\. Is it this one that I shall cancel\? L-\d{5}: Starling/,
    );
    expect(said[1]).toMatch(/^Cancel order L-\d{5} of \$52\.00\?/);
    expect(calls).toEqual(["cancel_order", "refund_order"]);
  });

  test("a refund of somebody else's order is none, and she is not asked what it cost", async () => {
    const { said, calls } = await converse("refundSmall", "please refund order L-43987, it has a hole");
    expect(said).toEqual([
      expect.stringMatching(/^I cannot find an order L-43987 of yours\. Is it about this one\? L-82215: /),
    ]);
    expect(calls).toEqual([]);
  });

  test.each([
    ["the sneakers are too small, please send size 30", "30"],
    ["the sneakers don't fit, I need 31 not 30", "31"],
    ["can I have a 30 instead of the 29 that I ordered? the sneakers are too small", "30"],
    ["you sent the wrong size, a 27 instead of a 29", "29"],
    ["wrong size, please send the right one", "29"],
  ])("the size that she names counts, else the one that she ordered and did not get: %s", async (text, size) => {
    const { said } = await converse("wrongSize", text);
    expect(said.join(" ")).toContain(`in size ${size} is on its way`);
  });

  test("what came as it was ordered is exchanged for no size that she has not named", async () => {
    const { said, calls } = await converse(
      "refundMedium",
      "the cardigan is too small, please swap it for a bigger one",
      "5-6y",
    );
    expect(said[0]).toBe("Which size do you need? The one that you have is size 4-5Y.");
    expect(said[1]).toContain("Meadow cardigan, oat in size 5-6Y is on its way");
    expect(calls[0]).toBe("create_exchange");
  });

  test("who wants no more advertising gets no newsletter", async () => {
    const { said } = await converse("refundSmall", "stop spamming me");
    expect(said).toEqual([expect.stringMatching(/newsletter off/)]);
  });
  test("a plan named in one word takes the place of the one before", async () => {
    const { said } = await converse("planBasic", "switch me to plus", "actually premium", "yes");
    expect(said.at(-1)).toMatch(/^Done: your outfit box is on premium now/);
  });

  test("of two requests the first is told before the second is begun", async () => {
    const { said, calls } = await converse("planPlus", "Please pause my box, and I want no more newsletters", "yes");
    expect(calls).toEqual(["pause_subscription", "update_preferences"]);
    expect(said.slice(1)).toEqual([
      expect.stringMatching(/^Done: your plus outfit box is paused/),
      expect.stringMatching(/^Done\. Your settings are now: newsletter off/),
    ]);
  });

  test("another wish comes after what is open", async () => {
    const { said, calls } = await converse(
      "planPlus",
      "please pause my outfit box",
      "and stop sending me the newsletter",
      "yes",
    );
    expect(said[1]).toMatch(/^I will come to that next: which messages you get from us\. First this: Pause/);
    expect(calls).toEqual(["pause_subscription", "update_preferences"]);
  });

  test.each([
    ["hello", /^Hello! I am Purser/],
    ["what can you do?", /^This is what I can do here: .*your order, cancelled before it leaves/],
    ["are you a bot", /a program that answers for Larkspur/],
    ["thank you so much!", /^You're welcome/],
  ])("small talk is answered as such: %s", async (text, answer) => {
    const { said, calls } = await converse("planPlus", text);
    expect(said).toEqual([expect.stringMatching(answer)]);
    expect(calls).toEqual([]);
  });

  test("who says thanks after the end is answered, and nothing is done again", async () => {
    const { said, calls } = await converse("shippedOrder", "where is my order", "ok thanks, bye");
    expect(said).toHaveLength(2);
    expect(said[1]).toMatch(/^You're welcome/);
    expect(calls).toEqual([]);
  });

  test("a yes that picks neither of two has both named again, and then what she picks is done", async () => {
    const { said, calls } = await converse("planPremium", "we don't want the box", "yep", "the break", "aye");
    expect(said[1]).toMatch(
      /^I still do not know which of the two you mean: \(1\) .*, or \(2\) .*\? Please answer 1 or 2\.$/,
    );
    expect(said[2]).toMatch(/^Pause your premium outfit box\?/);
    expect(calls).toEqual(["pause_subscription"]);
  });

  test.each([
    ["we moved!! please send my order to 12 elm street, portland oregon 97201"],
    ["please change the address of my order to 12 Elm Street", "Portland, OR 97201"],
    ["the address of my order is wrong", "12 elm street, portland", "97201"],
  ])("a new address is taken as she writes it, and of it only what is missing is asked: %s", async (...texts) => {
    const { said, calls } = await converse("pendingOrder", ...texts);
    expect(calls).toEqual(["change_address"]);
    expect(said).toHaveLength(texts.length);
    expect(said.at(-1)).toMatch(/^Done: order L-\d{5} now goes to 12 Elm Street, Portland, (?:OR, )?97201, US\.$/);
  });

  test.each([
    ["cancel my order. no wait, don't cancel it, just send it to 5 Main Street, Dover, DE 19901", "change_address"],
    ["I do not want to cancel anything. Please send my order to 5 Main Street, Dover, DE 19901", "change_address"],
  ])("what she takes back or rules out in the same message is not asked about: %s", async (text, tool) => {
    const { said, calls } = await converse("pendingOrder", text);
    expect(calls).toEqual([tool]);
    expect(said).toHaveLength(1);
  });

  test.each([
    ["herewith I send the cardigan back, it does not please us", "si"],
    ["hereby I return the cardigan to you because my daughter likes it not", "oui"],
  ])("who writes English as a foreign tongue is understood, and so is her yes: %s", async (text, yes) => {
    const { said, calls } = await converse("refundMedium", text, yes, "merci, and when comes my money?");
    expect(said[0]).toMatch(/^Return the Meadow cardigan, oat of order /);
    expect(calls).toEqual(["create_return", "create_label", "send_label"]);
    expect(said[2]).toContain("As soon as it is here I pay $47.00 back");
  });

  test("what is only likely is asked about before it is begun, and a break is not taken for an end", async () => {
    const { said, calls } = await converse(
      "planPlus",
      "umm i am not sure who to ask",
      "its about the monthly box, i dont want it for now",
      "the break",
      "yes",
    );
    expect(said[1]).toMatch(/^Let me be sure that I understand you\. Is it this: \(1\) a break for your outfit box\?/);
    expect(calls).toEqual(["pause_subscription"]);
  });

  test.each([
    ["when do I get it back?", /^The \$18\.00 is on its way already; /],
    ["ok great, how much do I get back", /^You get \$18\.00 back /],
  ])("what she asks after the end is answered from what was done: %s", async (text, answer) => {
    const { said, calls } = await converse("refundSmall", "the shirt is torn, I want my money back", text);
    expect(said[1]).toMatch(answer);
    expect(calls).toEqual(["refund_order"]);
  });

  test("a short question after an answer is about the same thing, and is never met with silence", async () => {
    const { said } = await converse("shippedOrder", "where is my order", "and what day exactly?", "is it late?");
    expect(said).toHaveLength(3);
    expect(new Set(said).size).toBe(1);
  });

  test("who asks for news while a colleague decides hears what is decided on, and keeps her place", async () => {
    const { said } = await converse(
      "refundLarge",
      "the zipper is broken, I want my money back",
      "yes",
      "and how long will your colleague need?",
    );
    expect(said[1]).toMatch(/^Thank you\. A colleague has to approve this before it is done: Refund \$180\.00 /);
    expect(said[2]).toMatch(/^A colleague still has to decide on this: Refund \$180\.00 [^?]*\. You will hear from us/);
  });

  test("who will not try another step is offered a new one", async () => {
    const { said, calls } = await converse(
      "refundMedium",
      "the zipper is stuck",
      "i tried that already",
      "no, just send me a new one",
      "yes",
    );
    expect(said[1]).toContain("soft pencil");
    expect(said[2]).toMatch(/^I'm sorry that it still does not work\. I can send you a new one/);
    expect(calls[0]).toBe("create_exchange");
  });

  test("a message that means nothing to us after an end is met with a person, not with a list", async () => {
    const { said } = await converse(
      "outsideWindow",
      "I want my money back, the jacket has a hole",
      "banana banana",
      "yes",
    );
    expect(said[1]).toMatch(/^I am not sure what you mean\. Shall a colleague of mine answer you here\?/);
    expect(said[2]).toMatch(/^I have passed this on to a colleague/);
  });

  test.each(["that's unfair", "is that all?", "I will keep it", "what does that cost me"])(
    "%j picks nothing where she is asked which of two she means",
    async (remark) => {
      const { said, calls } = await converse("refundSmall", "does it go back or do I get my money", remark);
      expect(said[0]).toMatch(/^Let me be sure that I understand you\. Is it this: /);
      expect(calls).toEqual([]);
      expect(said.join("\n")).not.toContain("Done");
    },
  );

  test("who shows who she is by her address asks for nothing by that", async () => {
    const { said } = await converse(
      "refundSmall",
      "hi, I am chidi.vargas@example.com and I want my money back, the shirt has a hole",
    );
    expect(said).toEqual([expect.stringMatching(/^Done: \$18\.00 /)]);
  });
});
