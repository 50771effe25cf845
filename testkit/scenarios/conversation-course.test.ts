import { beforeAll, describe, expect, test } from "vitest";
import { converse, converseAt, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

describe("who cannot reach her account", () => {
  test.each([
    ["my email account was hacked and I can't get in, please reset my password"],
    ["forgot my password and that mailbox is gone"],
  ])("gets no link into a mailbox that she cannot read, and a colleague if she likes: %s", async (text) => {
    const { said, calls, status } = await converse("planPlus", text, "yes");
    expect(said[0]).toMatch(/goes to the e-mail address of your account and nowhere else.* Shall I pass this on/);
    expect(calls).toEqual([]);
    expect(status).toBe("handed-off");
  });

  test("is asked for no new address where none can be set", async () => {
    const lockedOut = "I can't log in and I no longer have access to my old e-mail account";
    const { said } = await converse("planPlus", lockedOut, "yes");
    expect(said[1]).toMatch(/^The link for a new password goes to the e-mail address of your account and nowhere else/);
    expect(said.join(" ")).not.toContain("What is the new");
  });

  test("is not asked again for the address that she has named, and hears what is still to do", async () => {
    const { said } = await converse("planPlus", "my new email address is new.me@example.org, please update it", "ok");
    expect(said[0]).toMatch(/sign in once more/);
    expect(said[1]).toMatch(/^I go on by myself as soon as you have signed in once more/);
    expect(said.join(" ")).not.toContain("What is the new e-mail address");
  });
});

describe("who is not known yet", () => {
  test.each(["I forgot my password", "please reset my password"])(
    "is asked who she is before anything is said to be none of hers: %s",
    async (text) => {
      const { said, calls } = await converseAt(0, "planPlus", text, "yusuf.quigley@example.com", "{code}");
      expect(said[0]).toMatch(/^Before I can look at that, I need to know that it is you/);
      expect(said.at(-1)).toMatch(/^I have mailed a link to yusuf\.quigley@example\.com/);
      expect(calls).toEqual(["send_code", "send_password_reset"]);
    },
  );

  test.each(["what? why do you need that", "ok", "do you have a store in Brooklyn?"])(
    "keeps what she asked for, whatever she writes before the code: %s",
    async (between) => {
      const { said } = await converseAt(
        0,
        "shippedOrder",
        "where's my parcel",
        "grace.petrov@example.com",
        between,
        "{code}",
      );
      expect(said[2]).toMatch(/I go on as soon as you have written here the code/);
      expect(said.at(-1)).toMatch(/^Order L-\d{5} left us on Monday, February 9/);
    },
  );
});

describe("who has something faulty", () => {
  test.each([
    ["the cardigan has a hole. I would like the same one, without the fault"],
    ["My cardigan arrived broken, please send me a new one of the same"],
    ["my cardigan came apart at the seam, refund please", "no, the same again without the fault", "yes"],
  ])("gets the same again where her words say so, and not her money: %s", async (...texts) => {
    const { said, calls } = await converse("refundMedium", ...texts);
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
    expect(said.at(-1)).toMatch(/^It is arranged: a new Meadow cardigan, oat in size 4-5Y is on its way, at no charge/);
  });

  test("gets her money where she would rather have that", async () => {
    const { said, calls } = await converse(
      "refundMedium",
      "the cardigan has a hole, what about another one",
      "money back please",
      "yes",
    );
    expect(calls).toEqual(["refund_order"]);
    expect(said.at(-1)).toMatch(/^Done: \$47\.00 /);
  });

  test.each([
    ["where is my refund?", /^The \$18\.00 is on its way already/],
    ["do I need to send it back?", /^Your refund does not wait for anything/],
  ])("is answered from what was done, and nothing is begun: %s", async (text, answer) => {
    const { said, calls } = await converse("refundSmall", "the shirt is torn, I want my money back", text);
    expect(said[1]).toMatch(answer);
    expect(calls).toEqual(["refund_order"]);
  });

  test("goes through the steps with one word, and turns to her money in the middle", async () => {
    const { said, calls } = await converse(
      "refundMedium",
      "zipper stuck on cardigan",
      "still stuck",
      "nothing",
      "forget it, I want the money",
      "yes",
      "yes",
    );
    expect(said[2]).toContain("flat pliers");
    expect(calls).toEqual(["refund_order"]);
  });
});

describe("who gets a no", () => {
  test.each(["why not? it's only a few days", "please make an exception", "that's unfair"])(
    "hears why, and that a colleague can look at it: %s",
    async (text) => {
      const { said, status } = await converse("outsideWindow", "I want to send this back, never worn", text, "yes");
      expect(said[1]).toMatch(/^The 30 days in which we take things back have passed\. .* Shall I\?/);
      expect(status).toBe("handed-off");
    },
  );

  test("may say that she wants it all the same", async () => {
    const { calls } = await converse(
      "wrongSizeTooLate",
      "got the wrong size, need the right one by Friday",
      "ok do it anyway",
    );
    expect(calls[0]).toBe("create_exchange");
  });
});

describe("a question that is open", () => {
  test("is answered in the words that it was asked in", async () => {
    const { said } = await converse("appointment", "need another day", "the fitting");
    expect(said[0]).toContain("another time for your fitting");
    expect(said[1]).toMatch(/^What is free: /);
  });

  test("is asked once more where she says yes to a list, and no colleague has to come", async () => {
    const { said, calls } = await converse(
      "appointment",
      "can I come later to my fitting",
      "thursday at 2pm",
      "yes",
      "thursday 1pm",
      "yes",
    );
    expect(said[2]).toMatch(/Which day and time suit you\?$/);
    expect(calls).toEqual(["reschedule_appointment"]);
  });

  test("about where a refund is is answered from the payment system, and no refund is begun", async () => {
    const { said, calls } = await converse("refundMedium", "where is my refund?");
    expect(said[0]).toMatch(/^I find no refund to you in our payment system so far/);
    expect(calls).toEqual([]);
  });

  test("of a confirmation is asked again where she seems to want what it is about, and not put as another", async () => {
    const { said } = await converse("refundLarge", "the coat has a broken zipper, I want my money back", "just refund");
    expect(said[1]).toMatch(/Refund \$180\.00 /);
    expect(said[1]).not.toMatch(/^Do I understand you right/);
  });
});

test("the size that she needs is read however she says it", async () => {
  const { said } = await converse(
    "wrongSize",
    "the shoe is not good for foot, too small, i am needing 30",
    "when it comes?",
  );
  expect(said[0]).toContain("in size 30 is on its way");
  expect(said[1]).toMatch(/^It should be with you by /);
});

test("a wish for money is never met with silence", async () => {
  const { said } = await converse("shippedOrder", "WHERE IS MY ORDER", "thats too late", "i want money for this");
  expect(said).toHaveLength(3);
});
