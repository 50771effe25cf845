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

    test("that an order was paid with is given back once and never beyond what was paid, and counts as paid when it is revoked", async () => {
      const { customerRef, orders } = world.landmarks.paidInParts;
      const hers = customerAt(world.client("payments"), customerRef);
      const path = `/credit-payments?orderId=${orders[0]?.orderId ?? ""}`;
      const read = async () => at(bodyOf(await hers.get(path)), "creditPayments", 0);
      const before = await read();
      const amountMinor = Number(at(before, "amountMinor"));
      const paymentId = textAt(before, "paymentId");
      const giveBack = (amount: number, key: string, as = hers) =>
        as.post(`/credit-payments/${paymentId}/return`, { body: { amountMinor: amount, currency: "USD" }, key });
      expect(refusalOf(await giveBack(amountMinor, "k1", payments()))).toBe("404 not-found");
      expect(refusalOf(await giveBack(amountMinor + 1, "k2"))).toBe("409 exceeds-returnable");
      const returned = bodyOf(await giveBack(amountMinor, "k3"));
      expect(bodyOf(await giveBack(amountMinor, "k3"))).toEqual(returned);
      expect(at(returned, "credit")).toMatchObject({ paymentId, amountMinor, status: "issued", reason: "returned" });
      expect(await read()).toMatchObject({ returnedMinor: amountMinor, returnableMinor: 0 });
      expect(refusalOf(await giveBack(1, "k4"))).toBe("409 exceeds-returnable");
      await hers.post(`/credits/${textAt(returned, "credit", "creditId")}/revoke`, { key: "k5" });
      expect(await read()).toEqual(before);
    });
  });
}
