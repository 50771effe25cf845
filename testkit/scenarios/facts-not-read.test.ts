import { beforeAll, describe, expect, test } from "vitest";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { readLog } from "../../server/src/conversations/read-log.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { openSimulation } from "../sim/simulation.ts";
import { loadLarkspur } from "../understanding/hear-all.ts";
import { opensChat } from "./opens-chat.ts";

let blueprint: Blueprint;
beforeAll(async () => {
  blueprint = await loadLarkspur();
}, 120_000);

const aMinute = 1 / 60;
const asks: unknown = expect.stringMatching(/^Refund \$47\.00 .*Please answer yes or no\.$/);
const waits = "One of our systems does not answer right now. I will go on as soon as it does, and tell you.";
const done: unknown = expect.stringMatching(/^Done: \$47\.00 /);

/** She wants her money back; the payment system says what the guardrails need, or is down. */
async function wantsMoneyBack() {
  const simulation = await openSimulation({ seed: 1, blueprint, reasoner: rulesReasoner });
  const { desk, landmarks, systems } = simulation;
  const { faults, ledger } = systems.payments;
  const pass = (hours: number) => simulation.run(() => false, { hours, picks: 20_000 });
  let caseId: Awaited<ReturnType<typeof opensChat>> | null = null;
  const opened = () => caseId ?? expect.fail("She has not written yet.");
  return {
    isDown: () => faults.add({ kind: "status-before", status: 503, match: { method: "GET" } }),
    isUp: () => faults.clear(),
    pass,
    says: async (text: string) => {
      if (caseId === null) caseId = await opensChat(landmarks.refundMedium.customerRef, text, desk);
      else await receiveMessage(caseId, { text, provider: "chat", deliveryId: text }, desk);
      await pass(2 * aMinute);
    },
    told: async () =>
      (await readLog(opened(), desk)).flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : [])),
    owner: async () => (await readCaseNow(opened(), desk)).state.owner.kind,
    refunds: () => ledger.effects.filter(({ operation }) => operation === "refund").length,
  };
}

const wish = "my cardigan has a hole, I want my money back";

describe("a system that does not say what the guardrails need", () => {
  test("is waited for: the wish is not refused, and goes on once it answers", async () => {
    const her = await wantsMoneyBack();
    her.isDown();
    await her.says(wish);
    expect(await her.told()).toEqual([waits]);
    her.isUp();
    await her.pass(0.5);
    expect(await her.told()).toEqual([waits, asks]);
    await her.says("yes");
    expect(await her.told()).toEqual([waits, asks, done]);
    expect(her.refunds()).toBe(1);
  });

  test("has what she has confirmed wait too, and she is asked again: what she said yes to may have changed", async () => {
    const her = await wantsMoneyBack();
    await her.says(wish);
    her.isDown();
    await her.says("yes");
    expect(await her.told()).toEqual([asks, waits]);
    her.isUp();
    await her.pass(0.5);
    expect(await her.told()).toEqual([asks, waits, asks]);
    expect(her.refunds()).toBe(0);
  });

  test("is a person's when it stays silent", async () => {
    const her = await wantsMoneyBack();
    her.isDown();
    await her.says(wish);
    await her.pass(2);
    expect(await her.owner()).toBe("queue");
    expect((await her.told()).join(" ")).not.toMatch(/cannot/);
    expect(her.refunds()).toBe(0);
  });
});
