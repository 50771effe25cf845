import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { Cleanups } from "./cleanups.ts";

test("what was started last is stopped first, one after another, by however many ask", async () => {
  const cleanups = new Cleanups();
  const stopped: string[] = [];
  cleanups.add(async () => void stopped.push("first"));
  cleanups.add(async () => {
    await delay(5);
    stopped.push("second");
  });
  await Promise.all([cleanups.run(), cleanups.run()]);
  expect(stopped).toEqual(["second", "first"]);
  await cleanups.run();
  expect(stopped).toHaveLength(2);
});

test("a step that fails keeps no other from being stopped, and is told", async () => {
  const cleanups = new Cleanups();
  const stopped: string[] = [];
  cleanups.add(async () => void stopped.push("first"));
  cleanups.add(() => Promise.reject(new Error("It would not stop.")));
  await expect(cleanups.run()).rejects.toThrow("It would not stop.");
  expect(stopped).toEqual(["first"]);
});
