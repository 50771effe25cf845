import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, bodyOf, customerAt, effectsInShort, refusalOf, textAt, ways, type TestWorld } from "../test-world.ts";

for (const { way, open } of ways) {
  describe(`store credit, ${way}`, () => {
    let world: TestWorld;
    const payments = () => customerAt(world.client("payments"), world.landmarks.refundSmall.customerRef);
    const body = { orderId: "L-10001", amountMinor: 500, currency: "USD", reason: "Goodwill." };

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.stop());

    test("is issued once under a key and revoked once, and belongs to nobody else", async () => {
      const issued = bodyOf(await payments().post("/credits", { body, key: "k1" }));
      expect(bodyOf(await payments().post("/credits", { body, key: "k1" }))).toEqual(issued);
      const creditId = textAt(issued, "credit", "creditId");
      const stranger = customerAt(world.client("payments"), world.landmarks.refundLarge.customerRef);
      expect(refusalOf(await stranger.post(`/credits/${creditId}/revoke`, { key: "k2" }))).toBe("404 not-found");
      const revoked = bodyOf(await payments().post(`/credits/${creditId}/revoke`, { key: "k3" }));
      expect(at(revoked, "credit")).toMatchObject({ status: "revoked", revokeKey: "k3" });
      expect(refusalOf(await payments().post(`/credits/${creditId}/revoke`, { key: "k4" }))).toBe(
        "409 already-revoked",
      );
      expect(bodyOf(await stranger.get("/credits"))).toEqual({ credits: [] });
      const counted = effectsInShort(world.systems.payments.ledger.effects);
      expect(counted.filter((entry) => !entry.endsWith("rejected"))).toEqual([
        "credit effect",
        "credit noop",
        "credit-revoke reversal",
      ]);
    });
  });
}
