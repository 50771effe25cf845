import { beforeAll, describe, expect, test } from "vitest";
import { converse, converseAt, prepareConversations } from "./converse.ts";

beforeAll(prepareConversations, 120_000);

describe("who hesitates before a yes", () => {
  test.each(["hold on", "not sure", "maybe later", "let me ask my wife first", "hmm one moment please"])(
    "is left her time, and nothing is done: %s",
    async (text) => {
      const { said, calls } = await converse("planPlus", "pause my box", text, "yes");
      expect(said[1]).toMatch(/^Take your time: nothing is done before you say yes\. .*Pause your plus outfit box\?/);
      expect(calls).toEqual(["pause_subscription"]);
    },
  );

  test.each(["no wait", "keep it", "no keep my box please"])("has it left as it is: %s", async (text) => {
    const { said, calls } = await converse("planPlus", "pause my box", text);
    expect(said[1]).toBe("All right, I have left everything as it is.");
    expect(calls).toEqual([]);
  });

  test.each(["can I keep it?", "can we keep my discount", "I want to keep the discount", "do I keep the plan?"])(
    "has nothing taken back by a question or another wish: %s",
    async (text) => {
      const { said } = await converse("planPlus", "pause my box", text);
      expect(said[1]).not.toContain("left everything");
    },
  );

  test("is understood with a picture beside her yes", async () => {
    const { calls } = await converse("planPlus", "pause my box", "yes 👍");
    expect(calls).toEqual(["pause_subscription"]);
  });
});

describe("who says no to all that was found", () => {
  test.each(["no", "neither", "none of them"])(
    "is offered a colleague, and not asked the same again: %s",
    async (text) => {
      const { said, status } = await converse("refundMedium", "refund L-82215 please", text, "yes");
      expect(said[0]).toMatch(/^I cannot find an order L-82215 of yours\. Is it about this one\?/);
      expect(said[1]).toMatch(/^All right, none of that, .* Shall a colleague of mine look into it\?/);
      expect(status).toBe("handed-off");
    },
  );

  test("has the right one looked up where she names it then", async () => {
    const texts = ["the jacket is torn, I want my money back", "no", "sorry, order L-35958"];
    const { said } = await converse("refundMedium", ...texts, "yes", "yes");
    expect(said.join("\n")).toContain("Refund $47.00 for order L-35958");
  });
});

describe("what is told in answer to a question", () => {
  test.each(["1", "hm"])("changes nothing of hers unasked, after %s", async (first) => {
    const other = "its from someone.else@example.com";
    const { said, calls } = await converseAt(3, "refundMedium", "refund my husbands coat", first, other);
    expect(said.at(-1)).toMatch(/Please answer/);
    expect(calls).toEqual([]);
  });
});

describe("who writes no English", () => {
  test.each([
    ["Hallo, die Schuhe sind zu klein, ich brauche 29", "ja bitte"],
    ["Hola, quiero cancelar mi pedido por favor", "sí"],
    ["où est ma commande", "oui"],
  ])("is asked in her language whether a person shall answer, and gets one: %s", async (text, yes) => {
    const { said, calls, status } = await converse("wrongSize", text, yes);
    expect(said[0]).toMatch(/Englisch|inglés|anglais/);
    expect(calls).toEqual([]);
    expect(status).toBe("handed-off");
  });

  test("or no words at all is asked what is wrong, and is offered a person", async () => {
    const { said } = await converse("wrongSize", "😡😡");
    expect(said[0]).toMatch(/in a few words .* a colleague of mine/);
  });
});
