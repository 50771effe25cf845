import { expect, test } from "vitest";
import { PauseWorld } from "./pause-world.ts";

const aSecond = 1 / 3_600;

test("she is told once that nobody can see yet whether it is done, and then how it ended", async () => {
  const world = await PauseWorld.open("confirm");
  const { faults } = world.simulation.systems.payments;
  faults.add({ kind: "timeout-after", times: 1, match: { method: "POST", pathPrefix: "/refunds" } });
  const before = await world.told();
  await world.says("yes");
  await world.pass(3 * aSecond);
  expect(world.refunds).toHaveLength(1);
  faults.add({ kind: "status-before", match: { method: "GET" } });
  await world.pass(90 * aSecond);
  const [first = "", ...more] = (await world.told()).slice(before.length);
  expect(first).toMatch(/^This takes longer than usual: I cannot see yet whether it is done\. Refund /);
  expect(first).not.toContain("?");
  expect(more).toEqual([]);
  faults.clear();
  await world.pass(1);
  const [, last = "", ...others] = (await world.told()).slice(before.length);
  expect(last).toMatch(/^\$47.00 are on their way back to you\.$/);
  expect(others).toEqual([]);
  expect(world.refunds).toHaveLength(1);
  expect(await world.violations()).toEqual([]);
});
