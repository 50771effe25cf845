import { instantOf } from "@purser/contract";
import { expect, test } from "vitest";
import { measureCases } from "../../server/src/conversations/measure-cases.ts";
import { takeOver } from "../../server/src/conversations/teammate-work.ts";
import { cancelTogether, changeAddress, refundAutomatic } from "./scenarios.ts";
import { lead } from "./stage.ts";
import { UndoWorld } from "./undo-world.ts";

/** What is counted of the one case of a world. */
async function countedIn({ simulation }: UndoWorld) {
  const failed: unknown[] = [];
  while ((await measureCases(simulation.desk, (_, error) => failed.push(error))) > 0);
  expect(failed).toEqual([]);
  const span = { since: instantOf(0), until: instantOf(4_000_000_000_000), timeZone: "UTC" };
  return simulation.store.readCounted({ tenant: simulation.desk.tenant, by: "procedure", ...span });
}

test("what the agent did and read back counts as verified, with what it used and by which policies", async () => {
  const world = await UndoWorld.after(refundAutomatic);
  const { total, groups, tools, policies } = await countedIn(world);
  expect(total).toMatchObject({ cases: 1, resolvedByAgent: 1, verified: 1, handedOff: 0, open: 0 });
  expect(total.medianResolutionMs).toBeGreaterThan(0);
  expect(groups).toEqual([{ key: null, figures: total }]);
  expect(tools.find(({ tool }) => tool === "refund_order")).toMatchObject({ done: 1, undone: 0, failed: 0 });
  expect(policies.map(({ policy }) => policy)).toContain("refund-small");
});

test("what was taken back counts as undone, and the case no longer as verified", async () => {
  const world = await UndoWorld.after(cancelTogether);
  expect((await countedIn(world)).total.verified).toBe(1);
  await world.undoAll();
  await world.says("yes");
  await world.pass(1);
  const { total, tools } = await countedIn(world);
  expect(total).toMatchObject({ cases: 1, resolvedByAgent: 1, verified: 0 });
  expect(tools.find(({ tool }) => tool === "cancel_subscription")).toMatchObject({ done: 0, undone: 1 });
});

test("a case that a teammate took is none of the agent's any more, and says why people had it", async () => {
  const world = await UndoWorld.after(changeAddress);
  expect((await countedIn(world)).total).toMatchObject({ resolvedByAgent: 1, handedOff: 0 });
  await takeOver(world.caseId, lead, world.simulation.desk);
  const { total, handoffs } = await countedIn(world);
  expect(total).toMatchObject({ cases: 1, resolvedByAgent: 0, handedOff: 1 });
  expect(handoffs).toEqual([{ trigger: "taken-over", cases: 1 }]);
});
