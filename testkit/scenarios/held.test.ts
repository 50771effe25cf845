import type { CallKey } from "@purser/contract";
import { minutes } from "@purser/kit";
import { describe, expect, test } from "vitest";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { requestUndo } from "../../server/src/conversations/request-undo.ts";
import { returnToAgent, takeOver } from "../../server/src/conversations/teammate-work.ts";
import { larkspurReasoner } from "./larkspur.ts";
import { lead, PauseWorld } from "./pause-world.ts";
import { orderOf } from "./requests.ts";

const graceHours = 0.5;

/** A refund is held for a while before it is made. */
function holdingRefunds(blueprint: Blueprint, graceMinutes: number): Blueprint {
  const actions = new Map(
    [...blueprint.toolbox.actions].map(([name, action]) => [
      name,
      name === "refund_order" ? { ...action, undo: { kind: "held" as const, graceMs: minutes(graceMinutes) } } : action,
    ]),
  );
  return { ...blueprint, toolbox: { ...blueprint.toolbox, actions } };
}

/** A confirmed refund that is held. */
async function heldRefund(
  reasoner: Reasoner = larkspurReasoner,
  graceMinutes = 30,
): Promise<{ world: PauseWorld; key: CallKey }> {
  const blueprint = (opened: Blueprint): Blueprint => holdingRefunds(opened, graceMinutes);
  const world = await PauseWorld.open("confirm", { blueprint, reasoner });
  await world.says("yes");
  await world.pass();
  const held = (await world.events()).find((event) => event.kind === "call.held");
  if (held?.kind !== "call.held") throw new Error("Nothing is held.");
  return { world, key: held.body.key };
}

describe("an action that is held", () => {
  test("is told, and done once when its time has come", async () => {
    const { world } = await heldRefund();
    expect(world.refunds).toEqual([]);
    expect((await world.told()).at(-1)).toContain("Until then you can still call it off");
    await world.pass(graceHours / 2);
    expect(world.refunds).toEqual([]);
    await world.pass(graceHours);
    await world.pass();
    expect(world.refunds).toMatchObject([{ amountMinor: world.paidMinor }]);
    const kinds = await world.kinds();
    expect(kinds.indexOf("call.released")).toBeLessThan(kinds.indexOf("call.started"));
    expect(await world.violations()).toEqual([]);
  });

  test("for longer than her yes and her sign-in count is done by what was decided then", async () => {
    const { world } = await heldRefund(larkspurReasoner, 14 * 24 * 60);
    await world.pass(14 * 24 + 1);
    expect(world.refunds).toMatchObject([{ amountMinor: world.paidMinor }]);
    expect(await world.violations()).toEqual([]);
  });

  test("is not done once the customer has called it off", async () => {
    const { world } = await heldRefund(withdrawing);
    await world.says("Never mind.");
    await world.pass(24);
    expect(await world.kinds()).toContain("call.withdrawn");
    expect((await world.told()).at(-1)).toBe("All right, it is off.");
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test("is called off by a teammate who undoes it, and the customer is told", async () => {
    const { world, key } = await heldRefund();
    await requestUndo(key, "Entered twice.", lead.id, world.simulation.desk);
    await world.pass(24);
    expect((await world.told()).at(-1)).toContain("We have called this off");
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test("rests while people have the case, and is done once they give it back", async () => {
    const { world } = await heldRefund();
    await world.says("You will hear from my lawyer.");
    await world.pass(1);
    await takeOver(world.caseId, lead, world.simulation.desk);
    await world.pass(1);
    expect(world.refunds).toEqual([]);
    await returnToAgent(world.caseId, lead, null, world.simulation.desk);
    await world.pass(1);
    expect(world.refunds).toHaveLength(1);
    expect(await world.violations()).toEqual([]);
  });

  test("is called off by the teammate who has the case, for good", async () => {
    const { world, key } = await heldRefund();
    await takeOver(world.caseId, lead, world.simulation.desk);
    await requestUndo(key, "She changed her mind on the phone.", lead.id, world.simulation.desk);
    await world.pass(1);
    await returnToAgent(world.caseId, lead, null, world.simulation.desk);
    await world.pass(24);
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test("is withdrawn by the guard when the guardrails forbid it by then", async () => {
    const { world } = await heldRefund();
    world.simulation.systems.payments.handle({
      method: "POST",
      path: "/refunds",
      headers: { "idempotency-key": "beside", "purser-customer": world.who.customerRef },
      body: { chargeId: orderOf(world.who).chargeId, amountMinor: world.paidMinor, currency: "USD", reason: "by hand" },
    });
    await world.pass(24);
    const withdrawn = (await world.events()).find((event) => event.kind === "call.withdrawn");
    expect(withdrawn?.body).toMatchObject({ by: "guard" });
    expect(JSON.stringify(withdrawn?.body)).toContain("more than was paid");
    expect(await world.kinds()).not.toContain("call.started");
    expect(world.refunds).toHaveLength(1); // the one beside
  });
});

/** Calls off what is held when she does not want it any more. */
const withdrawing: Reasoner = {
  name: larkspurReasoner.name,
  think: async (view) => {
    const held = view.state.proposals.find(({ phase }) => phase.kind === "held");
    if (held === undefined || !view.messages.at(-1)?.text.startsWith("Never mind")) return larkspurReasoner.think(view);
    const reply = { text: "All right, it is off.", claims: [] };
    return {
      understood: [],
      step: { kind: "withdraw", proposalId: held.proposalId, reason: "She no longer wants it.", reply },
      reason: "",
    };
  },
};
