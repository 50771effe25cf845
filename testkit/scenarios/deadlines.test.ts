import { epochMsOf, type Pause } from "@purser/contract";
import { hours } from "@purser/kit";
import { describe, expect, test } from "vitest";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { businessHoursSchema } from "../../server/src/blueprint/settings/business-hours.ts";
import type { People } from "../../server/src/blueprint/settings/people.ts";
import { pausesSchema } from "../../server/src/blueprint/settings/deadlines.ts";
import { lead, PauseWorld, refusalOf, teammate } from "./pause-world.ts";

type Change = (settings: Blueprint["settings"]) => Partial<Blueprint["settings"]>;

function withSettings(change: Change): (blueprint: Blueprint) => Blueprint {
  return (blueprint) => ({ ...blueprint, settings: { ...blueprint.settings, ...change(blueprint.settings) } });
}

const people: People = {
  [teammate.id]: { name: "Junior", role: teammate.role },
  [lead.id]: { name: "Lead", role: lead.role },
  tm_boss: { name: "Boss", role: "admin" },
  tm_grace: { name: "Grace", role: "lead" },
};

/** An approval that is open, with these deadlines. */
async function openApproval(
  approve: readonly { after: string; do: string; to?: string }[],
  more: Partial<Blueprint["settings"]> = {},
): Promise<{ world: PauseWorld; approval: Pause }> {
  const pauses = pausesSchema.parse({ approve });
  const world = await PauseWorld.open("confirm-then-approve", {
    blueprint: withSettings(() => ({ pauses, people, ...more })),
  });
  await world.says("yes");
  await world.pass();
  return { world, approval: await world.pause() };
}

describe("while nobody answers an approval", () => {
  test("it is laid before the person whom the blueprint names, who need not be the one who answers", async () => {
    const { world, approval } = await openApproval([
      { after: "1h", do: "reassign", to: "tm_grace" },
      { after: "24h", do: "hand-off" },
    ]);
    expect(approval.assignedTo).toBeUndefined();
    await world.pass(2);
    expect(await world.pause()).toEqual({ ...approval, assignedTo: "tm_grace" });
    await world.answers(approval, "yes", lead);
    await world.pass();
    expect(world.refunds).toHaveLength(1);
    expect(await world.violations()).toEqual([]);
  });

  test("it is never laid before somebody who may not answer it", async () => {
    const { world, approval } = await openApproval([
      { after: "1h", do: "reassign", to: teammate.id },
      { after: "24h", do: "hand-off" },
    ]);
    await world.pass(2);
    expect(await world.pause()).toEqual(approval);
    expect((await world.events()).findLast(({ kind }) => kind === "pause.reassigned")).toMatchObject({
      body: { assignedTo: null },
    });
  });

  test("it asks a higher role, and then the lower one is not enough", async () => {
    const { world, approval } = await openApproval(
      [
        { after: "1h", do: "remind" },
        { after: "2h", do: "escalate" },
        { after: "24h", do: "hand-off" },
      ],
      { singleOperator: true },
    );
    expect(approval.mayAnswer).toEqual({ kind: "teammate", role: "lead" });
    await world.pass(3);
    const escalated = await world.pause();
    expect(escalated).toEqual({ ...approval, mayAnswer: { kind: "teammate", role: "admin" } });
    expect(await world.simulation.store.findPause("main", approval.pauseId)).toMatchObject({ mayAnswer: "admin" });
    expect(await refusalOf(world.answers(approval, "yes", lead))).toBe("PUR-4004");
    await world.answers(approval, "yes", { id: "tm_boss", role: "admin" });
    await world.pass();
    expect(world.refunds).toHaveLength(1);
  });

  test("an end that declines leaves everything as it was, and she hears so; it counts as expired", async () => {
    const { world, approval } = await openApproval([{ after: "3h", do: "decline" }]);
    await world.pass(4);
    expect(await world.pauseState(approval.pauseId)).toBe("expired");
    expect((await world.told()).join("\n")).toMatch(
      /^Nobody could decide on this in time, so it was not done and everything is as it was: Refund \$180\.00 for order L-\d{5} [^?]*\. Just write if you still want it\.$/m,
    );
    expect((await world.now()).row.status).toBe("waiting");
    expect((await world.kinds()).filter((kind) => kind === "pause.opened")).toHaveLength(2);
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test("its time stands still while the shop is closed, also that of her yes", async () => {
    // The simulation begins on a Tuesday at 02:17 in New York, where the shop opens at 9.
    const { approval } = await openApproval(
      [
        { after: "1 business hour", do: "remind" },
        { after: "10 business hours", do: "hand-off" },
      ],
      { businessHours: businessHoursSchema.parse({ week: { tuesday: ["09:00-17:00"], thursday: ["09:00-17:00"] } }) },
    );
    expect(approval.nudges).toEqual([{ at: "2026-02-10T15:00:00.000Z", do: "remind", to: null }]);
    expect(approval.expiresAt).toBe("2026-02-12T16:00:00.000Z");
  });

  test("an action can have deadlines of its own", async () => {
    const pauses = pausesSchema.parse({
      actions: { refund_order: { approve: [{ after: "90m", do: "decline" }] } },
    });
    const world = await PauseWorld.open("confirm-then-approve", { blueprint: withSettings(() => ({ pauses })) });
    const { openedAt, expiresAt } = await world.pause();
    expect(epochMsOf(expiresAt) - epochMsOf(openedAt)).toBe(hours(1.5));
  });
});
