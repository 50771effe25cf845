import { days } from "@purser/kit";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { requestUndo } from "../../server/src/conversations/request-undo.ts";
import { closeCase } from "../../server/src/conversations/end-case.ts";
import { takeOver } from "../../server/src/conversations/teammate-work.ts";
import { cancelTogether, changeAddress, refundAutomatic } from "./scenarios.ts";
import { lead } from "./stage.ts";
import { UndoWorld } from "./undo-world.ts";

const toolsOf = (calls: readonly { tool: string }[]): readonly string[] => calls.map(({ tool }) => tool);

describe("taking a whole case back", () => {
  test("is told before, the last first, with what stays of it, and changes nothing", async () => {
    const world = await UndoWorld.after(cancelTogether);
    const { version } = (await world.now()).row;
    const plan = await world.plan();
    expect(toolsOf(plan.takesBack)).toEqual(["set_membership", "refund_subscription", "cancel_subscription"]);
    expect(plan.takesBack[1]?.residue).toContain("fee");
    expect(plan).toMatchObject({ stays: [], isProposed: false });
    expect((await world.now()).row.version).toBe(version);
  });

  test("asks once for all of it, undoes it in reverse, and tells the customer once", async () => {
    const world = await UndoWorld.after(cancelTogether);
    const before = (await world.told()).length;
    expect((await world.undoAll()).isProposed).toBe(true);
    const [pause, ...others] = await world.pauses();
    expect(others).toEqual([]);
    expect(pause?.shown.reasons.join()).toContain("What would stay: Undo:");
    expect(await world.status()).toBe("waiting");
    await world.says("yes");
    await world.pass(1);
    expect(world.effects.slice(3)).toEqual([
      "crm membership",
      "payments refund-void",
      "payments reactivate-subscription",
    ]);
    const told = (await world.told()).slice(before + 1);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^We have taken this back: \(1\) Move your membership .* \(2\) .* \(3\) /);
    expect(await world.status()).toBe("resolved");
    expect(await world.violations()).toEqual([]);
    const again = await world.plan();
    expect(again.takesBack).toEqual([]);
    expect(again.stays.map(({ obstacle }) => obstacle)).toEqual(["undone", "undone", "undone"]);
    expect((await world.undoAll()).isProposed).toBe(false);
  });

  test("stops at what cannot be taken back; a person gets what was, what is stuck and what was not tried", async () => {
    const world = await UndoWorld.after(cancelTogether);
    world.simulation.systems.payments.faults.add({
      kind: "rate-limit",
      match: { method: "POST", pathPrefix: "/refunds" },
    });
    await world.undoAll();
    await world.says("yes");
    await world.pass(1);
    expect(world.effects.slice(3)).toEqual(["crm membership"]);
    expect(await world.status()).toBe("handed-off");
    const { why, done } = await world.packet();
    expect(why).toContain("refund_subscription could not be taken back");
    expect(why).toContain("Before it were taken back: set_membership.");
    expect(why).toContain("Not tried after it: cancel_subscription.");
    expect(done.find((line) => line.startsWith("Move the membership"))).toContain("undone since");
    const last = (await world.told()).at(-1);
    expect(last).toMatch(/^We have taken this back: \(1\) Move your membership .* This we could not take back: /);
    expect(await world.violations()).toEqual([]);
  });

  test("goes on when the answer of a system is lost, and takes each thing back once", async () => {
    const world = await UndoWorld.after(cancelTogether);
    world.simulation.systems.payments.faults.add({ kind: "timeout-after", times: 1, match: { method: "POST" } });
    world.simulation.systems.crm.faults.add({ kind: "timeout-before", times: 1, match: { method: "POST" } });
    await world.undoAll();
    await world.says("yes");
    await world.pass(1);
    expect(world.effects.slice(3)).toEqual([
      "crm membership",
      "payments refund-void",
      "payments reactivate-subscription",
    ]);
    expect(await world.violations()).toEqual([]);
  });

  test("leaves what others have changed since, and says why", async () => {
    const world = await UndoWorld.after(cancelTogether);
    const { customerRef } = world.simulation.landmarks.planBasic;
    world.simulation.systems.crm.handle({
      method: "POST",
      path: `/customers/${customerRef}/membership`,
      headers: { "purser-customer": customerRef, "idempotency-key": "by-hand", "if-version": "2" },
      body: { membership: "plus" },
    });
    const plan = await world.plan();
    expect(toolsOf(plan.takesBack)).toEqual(["refund_subscription", "cancel_subscription"]);
    expect(plan.stays).toMatchObject([{ tool: "set_membership", obstacle: "forbidden" }]);
    expect(plan.stays[0]?.why.join(" ")).toContain("on another plan by now");
    await world.undoAll();
    await world.says("yes");
    expect((await world.told()).at(-1)).toContain("This stays as it is: set_membership");
  });

  test("is refused while the agent is at work, and not when a teammate has the case", async () => {
    const world = await UndoWorld.after(changeAddress);
    const plan = await world.plan();
    const message = { text: "Thank you so much", provider: "chat", deliveryId: "now" };
    await receiveMessage(world.caseId, message, world.simulation.desk);
    await expect(world.undoAll()).rejects.toThrow("PUR-2180");
    expect(plan.takesBack).toHaveLength(1);
    await takeOver(world.caseId, lead, world.simulation.desk);
    await world.undoAll();
    expect(world.effects).toEqual(["oms address", "oms address"]);
    expect(await world.status()).toBe("handed-off");
    expect(await world.violations()).toEqual([]);
  });
});

describe("an undo", () => {
  test("of an undo does the action again, under the guardrails of the action, and once", async () => {
    const world = await UndoWorld.after(changeAddress);
    const { desk } = world.simulation;
    const first = await world.done("change_address");
    await requestUndo(first.key, "Wrong house.", "tm_other", desk);
    await world.pass();
    const undo = await world.done("change_address");
    expect(undo.undoOf).toBe(first.key);
    expect((await world.preview(undo)).describe).toContain("address");
    await requestUndo(undo.key, "It was right after all.", "tm_other", desk);
    await world.pass();
    const again = await world.done("change_address");
    expect(again).toMatchObject({ undoOf: null, args: first.args, isUndone: false });
    expect(again.key).not.toBe(first.key);
    expect(world.effects).toEqual(["oms address", "oms address", "oms address"]);
    expect((await world.told()).at(-1)).toContain("We have done this again");
    await expect(requestUndo(undo.key, "Once more.", "tm_other", desk)).rejects.toThrow("PUR-3012");
    expect((await world.preview(undo)).why).toEqual(["It has been done again already."]);
    // What was done again is a call of its own, which can be taken back in its turn.
    await requestUndo(again.key, "Not right.", "tm_other", desk);
    await world.pass();
    expect(world.effects).toHaveLength(4);
    expect(await world.violations()).toEqual([]);
  });

  test("days later is made as long as its time has not passed, and then refused with that reason", async () => {
    const world = await UndoWorld.after(changeAddress);
    const call = await world.done("change_address");
    world.simulation.clock.advance(days(29));
    expect((await world.preview(call)).obstacle).toBeNull();
    world.simulation.clock.advance(days(2));
    expect(await world.preview(call)).toMatchObject({
      obstacle: "window-passed",
      why: ["The time in which it can be undone has passed."],
    });
    expect((await world.plan()).stays).toMatchObject([{ tool: "change_address", obstacle: "window-passed" }]);
  });

  test("whose time passes while it waits for an answer is refused, and a person gets it", async () => {
    const world = await UndoWorld.after(refundAutomatic);
    const call = await world.done("refund_order");
    await requestUndo(call.key, "By mistake.", "tm_other", world.simulation.desk);
    await world.pass();
    const [pause] = await world.pauses();
    expect(pause?.kind).toBe("approve");
    world.simulation.clock.advance(days(3));
    await world.pass();
    expect(world.effects).toEqual(["payments refund"]);
    expect(await world.status()).toBe("handed-off");
  });

  test("is refused with the reason when the record was changed since, also between the approval and the call", async () => {
    const world = await UndoWorld.after(refundAutomatic);
    const call = await world.done("refund_order");
    await requestUndo(call.key, "By mistake.", "tm_other", world.simulation.desk);
    await world.pass();
    expect((await world.pauses())[0]?.shown.reasons.join(" ")).toContain(
      "What would stay: Undo: Refund an order: The pay",
    );
    const { refund } = z.object({ refund: z.object({ id: z.string() }) }).parse(call.result);
    const voided = world.simulation.systems.payments.handle({
      method: "POST",
      path: `/refunds/${refund.id}/void`,
      headers: { "purser-customer": world.simulation.landmarks.refundSmall.customerRef, "idempotency-key": "by-hand" },
      body: undefined,
    });
    expect(voided).toMatchObject({ status: 200 });
    await world.approves();
    expect(world.effects).toEqual(["payments refund", "payments refund-void"]); // the one by hand
    expect(await world.status()).toBe("handed-off");
    expect((await world.packet()).why).toContain("refund_order could not be taken back: The refund has");
  });

  test("in a closed case is asked, made and told, and the case is closed again", async () => {
    const world = await UndoWorld.after(refundAutomatic);
    const call = await world.done("refund_order");
    await closeCase(world.caseId, lead, { reason: "Settled." }, world.simulation.desk);
    await world.pass();
    expect(await world.status()).toBe("closed");
    await requestUndo(call.key, "By mistake.", "tm_other", world.simulation.desk);
    await world.pass();
    expect(await world.status()).toBe("waiting");
    await world.approves();
    expect(world.effects).toEqual(["payments refund", "payments refund-void"]);
    expect((await world.told()).at(-1)).toContain("We have taken this back");
    expect(await world.status()).toBe("closed");
    expect(await world.violations()).toEqual([]);
  });

  test("that its system refuses is a person's, with what was done and what was not", async () => {
    const world = await UndoWorld.after(changeAddress);
    const call = await world.done("change_address");
    world.simulation.systems.oms.faults.add({ kind: "rate-limit", match: { method: "PUT" } });
    await requestUndo(call.key, "Wrong house.", "tm_other", world.simulation.desk);
    await world.pass(1);
    expect(await world.status()).toBe("handed-off");
    const { why, done } = await world.packet();
    expect(why).toContain("change_address could not be taken back");
    expect(done).toEqual([expect.not.stringContaining("undone")]);
    expect(await world.violations()).toEqual([]);
  });

  test("wanted twice at the same moment is made once, and the second is refused", async () => {
    const world = await UndoWorld.after(changeAddress);
    const call = await world.done("change_address");
    const { desk } = world.simulation;
    await requestUndo(call.key, "Wrong house.", "tm_other", desk);
    await requestUndo(call.key, "Wrong house!", "tm_third", desk);
    await world.pass();
    expect(world.effects).toEqual(["oms address", "oms address"]);
    expect(await world.violations()).toEqual([]);
  });
});
