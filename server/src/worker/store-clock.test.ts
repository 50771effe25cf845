import { instantSchema } from "@purser/contract";
import { FakeClock } from "@purser/kit/testing";
import { expect, test } from "vitest";
import { openStoreClock } from "./store-clock.ts";

test("a worker's time is the store's, carried on by a clock that never jumps", async () => {
  const store = new FakeClock("2026-02-10T07:17:00Z");
  let monotonicMs = 5_000;
  const clock = await openStoreClock({ now: async () => store.now() }, () => monotonicMs);
  expect(clock.now()).toBe("2026-02-10T07:17:00.000Z");
  monotonicMs += 1_500;
  expect(clock.now()).toBe("2026-02-10T07:17:01.500Z");
  clock.observe(instantSchema.parse("2026-02-10T07:20:00.000Z"));
  monotonicMs += 250;
  expect(clock.now()).toBe("2026-02-10T07:20:00.250Z");
});
