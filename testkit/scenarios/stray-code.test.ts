import { expect, test } from "vitest";
import { PauseWorld } from "./pause-world.ts";

test("a code that is none of this case's, and so may be another's, stands in no log", async () => {
  const world = await PauseWorld.open("confirm");
  await world.says("My code is 123456.");
  await world.says("654 321");
  await world.pass();
  const log = JSON.stringify(await world.events());
  expect(log).toContain("My code is ••••••.");
  expect(log).not.toMatch(/123456|654 321/);
});
