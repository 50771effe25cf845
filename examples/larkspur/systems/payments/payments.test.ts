import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Landmark } from "../landmarks.ts";
import { at, bodyOf, customerAt, effectsInShort, refusalOf, ways, type TestWorld } from "../test-world.ts";
import { readBackLagMs } from "./read-back-lag.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

for (const { way, open } of ways) {
  describe(`payments, ${way}`, () => {
    let world: TestWorld;
    const payments = ({ customerRef }: Landmark) => customerAt(world.client("payments"), customerRef);
    const refund = (landmark: Landmark, more: { key?: string; amountMinor?: number }) => {
      const { chargeId = "", paidMinor = 0 } = landmark.orders[0] ?? {};
      const { amountMinor = paidMinor, ...rest } = more;
      return payments(landmark).post("/refunds", {
        body: { chargeId, amountMinor, currency: "USD", reason: "defective" },
        ...rest,
      });
    };
    const chargeOf = async (landmark: Landmark) => at(bodyOf(await payments(landmark).get("/charges")), "charges", 0);
    const effects = () => effectsInShort(world.systems.payments.ledger.effects);

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.stop());

    test("the same key twice gets the same answer and has one effect", async () => {
      const { refundMedium } = world.landmarks;
      const first = await refund(refundMedium, { key: "k" });
      expect(await refund(refundMedium, { key: "k" })).toEqual(first);
      expect(at(await chargeOf(refundMedium), "refundableMinor")).toBe(0);
      expect(effects()).toEqual(["refund effect", "refund noop"]);
    });

    test("the same key with other arguments is refused", async () => {
      const { refundMedium } = world.landmarks;
      await refund(refundMedium, { key: "k", amountMinor: 100 });
      expect(refusalOf(await refund(refundMedium, { key: "k", amountMinor: 200 }))).toBe("422 key-reused");
      expect(effects()).toEqual(["refund effect", "refund rejected"]);
    });

    test("a write without a key is refused", async () => {
      expect(refusalOf(await refund(world.landmarks.refundMedium, {}))).toBe("400 key-missing");
    });

    test("a key is forgotten after 24 hours: the same key is then a second refund", async () => {
      const { refundMedium } = world.landmarks;
      await refund(refundMedium, { key: "k", amountMinor: 100 });
      world.clock.advance(dayMs - 1);
      await refund(refundMedium, { key: "k", amountMinor: 100 });
      world.clock.advance(1);
      await refund(refundMedium, { key: "k", amountMinor: 100 });
      expect(effects()).toEqual(["refund effect", "refund noop", "refund effect"]);
      const found = bodyOf(await payments(refundMedium).get("/refunds?key=k"));
      expect(at(found, "refunds")).toHaveLength(2);
    });

    test("an error before the effect is stored: the key answers it again, and nothing is refunded", async () => {
      const { refundMedium } = world.landmarks;
      world.systems.payments.faults.add({ kind: "status-before", status: 500, times: 1 });
      expect(refusalOf(await refund(refundMedium, { key: "k" }))).toBe("500 internal");
      expect(refusalOf(await refund(refundMedium, { key: "k" }))).toBe("500 internal");
      expect(bodyOf(await payments(refundMedium).get("/refunds?key=k"))).toEqual({ refunds: [] });
      expect(bodyOf(await refund(refundMedium, { key: "another" }))).toMatchObject({ refund: { status: "succeeded" } });
    });

    test("an error after the effect is stored: the key answers the error, the look-up the truth", async () => {
      const { refundMedium } = world.landmarks;
      world.systems.payments.faults.add({ kind: "status-after", status: 500, times: 1 });
      await refund(refundMedium, { key: "k" });
      expect(refusalOf(await refund(refundMedium, { key: "k" }))).toBe("500 internal");
      expect(bodyOf(await payments(refundMedium).get("/refunds?key=k"))).toMatchObject({ refunds: [{ key: "k" }] });
      expect(effects()).toEqual(["refund effect", "refund noop"]);
    });

    test("an error does not take the place of an answer that is stored already", async () => {
      const { refundMedium } = world.landmarks;
      const first = await refund(refundMedium, { key: "k" });
      world.systems.payments.faults.add({ kind: "status-before", times: 1 });
      world.systems.payments.faults.add({ kind: "status-after", times: 1 });
      await refund(refundMedium, { key: "k" });
      await refund(refundMedium, { key: "k" });
      expect(await refund(refundMedium, { key: "k" })).toEqual(first);
    });

    test("never refunds more than was paid and is not refunded yet", async () => {
      const { refundSmall } = world.landmarks;
      const { paidMinor = 0 } = refundSmall.orders[0] ?? {};
      await refund(refundSmall, { key: "k1", amountMinor: paidMinor - 1 });
      expect(refusalOf(await refund(refundSmall, { key: "k2", amountMinor: 2 }))).toBe("409 exceeds-refundable");
    });

    test("a refund is voided within 30 days, once, and a fee is kept", async () => {
      const { refundLarge } = world.landmarks;
      const before = await chargeOf(refundLarge);
      await refund(refundLarge, { key: "k" });
      world.clock.advance(30 * dayMs);
      const voided = await payments(refundLarge).post("/refunds/RF-10001/void", { key: "undo" });
      expect(bodyOf(voided)).toMatchObject({ refund: { status: "voided", voidFeeMinor: 30, voidKey: "undo" } });
      expect(await payments(refundLarge).post("/refunds/RF-10001/void", { key: "undo" })).toEqual(voided);
      const again = await payments(refundLarge).post("/refunds/RF-10001/void", { key: "undo-2" });
      expect(refusalOf(again)).toBe("409 already-voided");
      expect(await chargeOf(refundLarge)).toEqual(before);
      expect(world.systems.payments.ledger.effects[1]).toMatchObject({ kind: "reversal", reverses: "k" });
      expect(bodyOf(await payments(refundLarge).get("/refunds?voidKey=undo"))).toMatchObject({
        refunds: [{ key: "k" }],
      });
    });

    test("a refund is not voided after 30 days", async () => {
      const { refundLarge } = world.landmarks;
      await refund(refundLarge, { key: "k" });
      world.clock.advance(30 * dayMs + 1);
      const late = await payments(refundLarge).post("/refunds/RF-10001/void", { key: "undo" });
      expect(refusalOf(late)).toBe("409 void-window-passed");
    });

    test("a paused subscription is read back as paused only after the key's lag", async () => {
      const { planPlus } = world.landmarks;
      const { subscriptionId } = planPlus;
      const lagMs = readBackLagMs("k1", 60_000);
      const status = async () =>
        at(bodyOf(await payments(planPlus).get(`/subscriptions/${subscriptionId}`)), "subscription", "status");
      const written = await payments(planPlus).post(`/subscriptions/${subscriptionId}/pause`, { key: "k1" });
      expect(bodyOf(written)).toMatchObject({ subscription: { status: "paused" } });
      expect(lagMs).toBeGreaterThan(0);
      world.clock.advance(lagMs - 1);
      expect(await status()).toBe("active");
      world.clock.advance(1);
      expect(await status()).toBe("paused");
      const changes = await payments(planPlus).get(`/subscriptions/${subscriptionId}/changes?key=k1`);
      expect(bodyOf(changes)).toMatchObject({ changes: [{ operation: "pause", key: "k1" }] });
    });

    test("the same key pauses once, and resuming is its reversal when it says so", async () => {
      const { planPlus } = world.landmarks;
      const path = `/subscriptions/${planPlus.subscriptionId}`;
      const first = await payments(planPlus).post(`${path}/pause`, { key: "k1" });
      expect(await payments(planPlus).post(`${path}/pause`, { key: "k1" })).toEqual(first);
      await payments(planPlus).post(`${path}/resume`, { key: "k2", reverses: "k1" });
      expect(effects()).toEqual(["pause effect", "pause noop", "resume reversal"]);
      expect(world.systems.payments.ledger.effects[2]?.reverses).toBe("k1");
    });

    test("a plan is changed with its price, not to itself, and not when cancelled", async () => {
      const { planBasic } = world.landmarks;
      const path = `/subscriptions/${planBasic.subscriptionId}`;
      const changed = await payments(planBasic).post(`${path}/plan`, { key: "k1", body: { plan: "premium" } });
      expect(bodyOf(changed)).toMatchObject({ subscription: { plan: "premium", priceMinor: 6900 } });
      const same = await payments(planBasic).post(`${path}/plan`, { key: "k2", body: { plan: "premium" } });
      expect(refusalOf(same)).toBe("409 same-plan");
      await payments(planBasic).post(`${path}/cancel`, { key: "k3" });
      const late = await payments(planBasic).post(`${path}/plan`, { key: "k4", body: { plan: "basic" } });
      expect(refusalOf(late)).toBe("409 wrong-status");
    });

    test("a cancelled subscription is reactivated as it was, until its period ends", async () => {
      const { planPaused } = world.landmarks;
      const path = `/subscriptions/${planPaused.subscriptionId}`;
      await payments(planPaused).post(`${path}/cancel`, { key: "k1" });
      const back = await payments(planPaused).post(`${path}/reactivate`, { key: "k2" });
      expect(bodyOf(back)).toMatchObject({ subscription: { status: "paused" } });
      await payments(planPaused).post(`${path}/cancel`, { key: "k3" });
      world.clock.advance(31 * dayMs);
      expect(refusalOf(await payments(planPaused).post(`${path}/reactivate`, { key: "k4" }))).toBe("409 period-ended");
    });
  });
}

test("the lag lies between nothing and a minute, and is the same for the same key", () => {
  const keys = Array.from({ length: 500 }, (_, number) => `key-${number}`);
  const lags = keys.map((key) => readBackLagMs(key, 60_000));
  expect(Math.min(...lags)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...lags)).toBeLessThanOrEqual(60_000);
  expect(new Set(lags).size).toBeGreaterThan(400);
  expect(keys.map((key) => readBackLagMs(key, 60_000))).toEqual(lags);
});
