import { beforeAll, describe, expect, test } from "vitest";
import { converse, converseAt, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

describe("who calls it “it”", () => {
  test.each(["actually no, cancel it", "hmm cancel it instead", "can you just cancel it"])(
    "has her fitting cancelled and not moved, while times are offered: %s",
    async (text) => {
      const { said, calls } = await converse("appointment", "can I move my fitting to another day", text, "yes");
      expect(said[1]).toMatch(/^Cancel your fitting on /);
      expect(calls).toEqual(["cancel_appointment"]);
    },
  );

  test("is asked which she means while a time waits for her yes, and nothing is moved", async () => {
    const texts = ["can I move my fitting to Friday at 1pm", "actually no, cancel it", "yes", "yes"];
    const { said, calls } = await converse("appointment", ...texts);
    expect(said[1]).toMatch(/^All right, I have left that as it is\. .* your fitting, cancelled\?/);
    expect(calls).toEqual(["cancel_appointment"]);
  });

  test("has her fitting moved and not cancelled, to the day that she names", async () => {
    const texts = ["cancel my fitting", "no wait, move it to Friday instead", "yes", "1", "yes"];
    const { said, calls } = await converse("appointment", ...texts);
    expect(said[0]).toMatch(/^Cancel your fitting on /);
    expect(said[1]).toMatch(/^All right, I have left that as it is\. .* another time for your fitting\?/);
    expect(said[2]).toMatch(/Friday/);
    expect(calls).toEqual(["reschedule_appointment"]);
  });

  test("ends the box for good that was to be paused", async () => {
    const { said } = await converse("planPlus", "pause my outfit box", "actually cancel it for good", "yes");
    expect(said[1]).toContain("your outfit box, ended for good?");
  });

  test("ends the box that was to be paused, and no order", async () => {
    const { said } = await converse("planPlus", "pause my outfit box", "actually cancel it", "yes");
    expect(said[1]).toContain("your outfit box, ended for good?");
    expect(said[2]).toContain("(1) Cancel your plus outfit box.");
  });

  test("ends the box in place of another plan, in whatever words she says no", async () => {
    const { said, calls } = await converse("planPlus", "upgrade me to premium", "hmm no, cancel it completely");
    expect(said[1]).toContain("your outfit box, ended for good?");
    expect(calls).toEqual([]);
  });

  test("means the order that she has just asked after", async () => {
    const { calls } = await converse("pendingOrder", "where is my order", "ok cancel it", "yes");
    expect(calls).toEqual(["cancel_order", "refund_order"]);
  });
});

describe("who asks for the same once more", () => {
  test.each(["again please", "didn't get it", "nothing came", "still nothing", "the link has expired"])(
    "gets another link: %s",
    async (text) => {
      const { said, calls } = await converse("planPlus", "forgot my password", text);
      expect(calls).toEqual(["send_password_reset", "send_password_reset"]);
      expect(said[1]).toMatch(/^I have mailed another link to /);
    },
  );

  test("gets three and no more, and then a colleague is offered", async () => {
    const { said, calls } = await converse("planPlus", "forgot my password", "again", "again", "still nothing", "yes");
    expect(calls).toHaveLength(3);
    expect(said[3]).toMatch(/^I'm sorry, I cannot send another link right now\. .* a colleague who answers you here/);
    expect(said[4]).toContain("passed this on to a colleague");
  });

  test("gets the label once more, and nothing is exchanged twice", async () => {
    const { said, calls } = await converse("wrongSize", "wrong size, exchange please", "the label never came");
    expect(calls).toEqual(["create_exchange", "create_label", "send_label", "send_label"]);
    expect(said[1]).toMatch(/^I have mailed the prepaid label once more\./);
  });

  test("is sent no second link with another request after it", async () => {
    const { calls } = await converse("planPlus", "forgot my password", "pause my outfit box please", "yes");
    expect(calls).toEqual(["send_password_reset", "pause_subscription"]);
  });
});

describe("who asks what is left to her", () => {
  test("is told what to do with the link that she was sent", async () => {
    const { said, calls } = await converse("planPlus", "I'm locked out of my account", "what can I do?");
    expect(said[1]).toMatch(/^Please open the mail that I have sent to /);
    expect(calls).toEqual(["send_password_reset"]);
  });

  test("is told how to show who she is, while that is open", async () => {
    const { said } = await converseAt(0, "planPlus", "I'm locked out of my account", "what can I do?");
    expect(said[1]).toBe("Please tell me the e-mail address that you use with us; I will send a code to it.");
  });

  test("hears after a no that a colleague can look at it", async () => {
    const { said } = await converse("outsideWindow", "I want my money back for the jacket", "what can I do?");
    expect(said[1]).toMatch(/return window has passed\. .* a colleague can look at it/);
  });
});

describe("who wants a new one in place of the money that is denied her", () => {
  test("is told that this is too late as well, and is offered a colleague", async () => {
    const money = "the zipper broke, I want my money back for the jacket";
    const { said, calls, status } = await converse("outsideWindow", money, "ok then send me a new one", "yes", "yes");
    expect(said[1]).toMatch(/^Do I understand you right: the same item again/);
    expect(said[2]).toMatch(/^I'm sorry, I cannot send a new one\. .* a colleague who answers you here/);
    expect(calls).toEqual([]);
    expect(status).toBe("handed-off");
  });

  test("gets it where that can still be done", async () => {
    const money = "the cardigan has a hole, I want my money back";
    const { said, calls } = await converse("refundMedium", money, "no", "ok then send me a new one", "yes");
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
    expect(said.at(-1)).toMatch(/^It is arranged: a new /);
  });
});

describe("who has chosen and wants it otherwise", () => {
  test("chooses anew from what is offered in the other store", async () => {
    const texts = ["can I move my fitting to Friday", "the second", "can I have it in Boston?", "the first", "yes"];
    const { said, calls } = await converse("appointment", ...texts);
    expect(said[2]).toContain("10:00 AM in our Boston store");
    expect(said.at(-1)).toMatch(/^Done: your fitting is now on Friday, .* 10:00 AM in our Boston store/);
    expect(calls).toEqual(["reschedule_appointment"]);
  });

  test("chooses by its place among what was listed, and is asked for the size then", async () => {
    const { said, calls } = await converse("twoOrders", "wrong size came", "2", "size 9-10Y please");
    expect(said[0]).toMatch(/^Which order is it about\?/);
    expect(said[1]).toMatch(/^Which size do you need\?/);
    expect(calls).toEqual(["create_exchange", "create_label", "send_label"]);
  });
});

test("who adds a request hears how the first ended before the second is begun", async () => {
  const { said } = await converse("planPlus", "upgrade me to premium", "and also cancel the box", "yes");
  expect(said[2]).toMatch(/^Done: your outfit box is on premium now/);
  expect(said[3]).toContain("(1) Cancel your premium outfit box.");
});
