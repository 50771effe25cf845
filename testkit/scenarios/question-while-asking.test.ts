import { beforeAll, describe, expect, test } from "vitest";
import { recognizerFor } from "../../server/src/agent/rules/understanding/understand.ts";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { loadLarkspur } from "../understanding/hear-all.ts";
import { PauseWorld } from "./pause-world.ts";

let blueprint: Blueprint;
beforeAll(async () => {
  blueprint = await loadLarkspur();
  recognizerFor(blueprint);
}, 120_000);

/** She is asked to confirm a refund of all that she paid. */
function openRefund(): Promise<PauseWorld> {
  return PauseWorld.open("confirm", { reasoner: rulesReasoner, blueprint: () => blueprint });
}

const amount =
  /^You get \$47\.00 back for order L-\d{5}\.\n\nRefund \$47\.00 for order [^\n]* Please answer yes or no\.$/;
const days = /your bank usually shows it within five days\.\n\nRefund \$47\.00 [^\n]* Please answer yes or no\.$/;
const card =
  /^It goes back to what you paid the order with\.\n\nRefund [^\n]* to your Visa ending in \d{4}\? Please answer yes or no\.$/;
const nothingMore = /^This is all that I know of it: Refund \$47\.00 [^\n]* Please answer yes or no\.$/;

describe("a question about what she is asked to confirm", () => {
  // None of these stands among the examples of the blueprint.
  test.each([
    ["How much do I get?", amount],
    ["and how much money would I be getting back?", amount],
    ["What's the amount I get back?", amount],
    ["Do I get all of it back?", amount],
    ["Do I get the full $47 back?", amount],
    ["How much will I get for this order?", amount],
    ["ok, but how much is it exactly?", amount],
    ["When will I have it?", days],
    ["when will the money arrive?", days],
    ["How long does it take", days],
    ["how long will it take until I have my money?", days],
    ["Will I have the money by Friday?", days],
    ["Which card?", card],
    ["which card does it go to?", card],
    ["Where does the money go?", card],
    ["Is that the card that I paid with?", card],
    ["How much do I get, and when will I have it?", /^You get \$47\.00 [^\n]* within five days\.\n\nRefund /],
    ["Why exactly that?", nothingMore],
  ])("is answered from the facts of the case, and her yes still counts: %s", async (text, answer) => {
    const world = await openRefund();
    const pause = await world.pause();
    await world.says(text);
    await world.pass();
    expect((await world.told()).at(-1)).toMatch(answer);
    expect(await world.pause()).toEqual(pause);
    await world.says("yes");
    await world.pass();
    expect(world.refunds).toMatchObject([{ amountMinor: 4700 }]);
    expect(await world.violations()).toEqual([]);
  });

  test("may be asked as often as she likes, and a no after it is a no", async () => {
    const world = await openRefund();
    const pause = await world.pause();
    for (const text of ["How much do I get?", "When will I have it?", "How much was it?", "how much do I get?"]) {
      await world.says(text);
      await world.pass();
      expect(await world.pause()).toEqual(pause);
    }
    await world.says("no");
    await world.pass();
    expect(await world.pauseState(pause.pauseId)).toBe("answered");
    expect(world.refunds).toEqual([]);
  });

  test.each([
    "Could I get $20 instead?",
    "Is $20 possible?",
    "Only $20 please",
    "Can I have it as store credit instead?",
    "never mind, leave it",
    "How much do I get? Actually, please exchange them for a larger size instead.",
  ])("is none when she wants something else, and her yes confirms nothing any more: %s", async (text) => {
    const world = await openRefund();
    const pause = await world.pause();
    await world.says(text);
    await world.pass();
    expect(["withdrawn", "superseded", "consumed"]).toContain(await world.pauseState(pause.pauseId));
    await world.says("yes");
    await world.pass();
    expect(world.refunds).not.toMatchObject([{ amountMinor: 4700 }]);
    expect(await world.violations()).toEqual([]);
  });

  test.each([
    ["How long does express delivery to the United Kingdom take?", "business days"],
    ["when does my order arrive?", "was delivered on"],
  ])("is none when it is about something else, which is answered beside it: %s", async (text, answer) => {
    const world = await openRefund();
    const pause = await world.pause();
    await world.says(text);
    await world.pass();
    const told = (await world.told()).at(-1);
    expect(told).toContain(answer);
    expect(told).not.toContain("your bank");
    expect(told).toMatch(/Please answer yes or no\.$/);
    expect(await world.pause()).toEqual(pause);
  });
});
