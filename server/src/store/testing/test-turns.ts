import { describe, expect, test } from "vitest";
import { type OpenStore, storesOf, tenant } from "./store-under-test.ts";

const perMinute = { limit: 2, windowMs: 60_000 };
const perHour = { limit: 3, windowMs: 3_600_000 };

export function testTurns(open: OpenStore): void {
  const openStore = storesOf(open);
  describe("turns", () => {
    const openTurns = async () => {
      const { store, advance } = await openStore();
      const take = async (turnId: string, { key = "mail/ada", rates = [perMinute], of = tenant } = {}) =>
        (await store.takeTurn(of, { key, turnId, rates })).retryAfterMs;
      return { take, advance };
    };

    test("of the turns in a window there are so many, whoever takes them at once", async () => {
      const { take } = await openTurns();
      const taken = await Promise.all(["a", "b", "c", "d", "e"].map((turnId) => take(turnId)));
      expect(taken.filter((retryAfterMs) => retryAfterMs === 0)).toHaveLength(2);
      expect(taken.filter((retryAfterMs) => retryAfterMs === 60_000)).toHaveLength(3);
    });

    test("the same turn is taken once, and of each key and tenant there are so many", async () => {
      const { take } = await openTurns();
      expect([await take("a"), await take("a"), await take("b"), await take("a")]).toEqual([0, 0, 0, 0]);
      expect(await take("c")).toBeGreaterThan(0);
      expect(await take("c", { key: "mail/bob" })).toBe(0);
      expect(await take("c", { of: "another" })).toBe(0);
    });

    test("one is free when the oldest of the window has left it, and not a millisecond before", async () => {
      const { take, advance } = await openTurns();
      await take("a");
      await advance(20_000);
      await take("b");
      expect(await take("c")).toBe(40_000);
      await advance(39_999);
      expect(await take("c")).toBe(1);
      await advance(1);
      expect(await take("c")).toBe(0);
      expect(await take("d")).toBe(20_000);
    });

    test("several rates hold together, and a refused turn counts in none", async () => {
      const { take, advance } = await openTurns();
      const rates = [perMinute, perHour];
      expect([await take("a", { rates }), await take("b", { rates })]).toEqual([0, 0]);
      expect(await take("c", { rates })).toBe(60_000);
      await advance(60_000);
      expect(await take("c", { rates })).toBe(0);
      expect(await take("d", { rates })).toBe(3_540_000);
      await advance(3_540_000);
      expect([await take("d", { rates }), await take("e", { rates })]).toEqual([0, 0]);
    });
  });
}
