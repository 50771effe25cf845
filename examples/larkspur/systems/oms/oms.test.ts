import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Landmark } from "../landmarks.ts";
import { at, bodyOf, customerAt, effectsInShort, refusalOf, textAt, ways, type TestWorld } from "../test-world.ts";

for (const { way, open } of ways) {
  describe(`oms, ${way}`, () => {
    let world: TestWorld;
    const oms = ({ customerRef }: Landmark) => customerAt(world.client("oms"), customerRef);
    const versionOf = async (landmark: Landmark) =>
      Number(at(bodyOf(await oms(landmark).get(`/orders/${orderOf(landmark).orderId}`)), "order", "version"));
    const stockOf = async (sku: string, size: string) =>
      at(bodyOf(await oms(world.landmarks.wrongSize).get(`/stock?sku=${sku}&size=${size}`)), "stock", 0);
    const exchange = async (landmark: Landmark, more: { key: string; version?: number }) => {
      const { orderId, lines } = orderOf(landmark);
      const version = more.version ?? (await versionOf(landmark));
      const body = { orderId, lineId: "1", toSize: lines[0]?.sizeOrdered ?? "", reason: "wrong size shipped" };
      return oms(landmark).post("/exchanges", { body, key: more.key, version });
    };

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.stop());

    test("lists a customer's orders, and shows the size that was really shipped", async () => {
      const { wrongSize } = world.landmarks;
      const listed = bodyOf(await oms(wrongSize).get("/orders?status=delivered"));
      expect(at(listed, "orders")).toHaveLength(1);
      expect(at(listed, "orders", 0, "lines", 0)).toMatchObject({ sizeOrdered: "29", sizeShipped: "27" });
    });

    test("changes the address of a pending order at the expected version", async () => {
      const { pendingOrder } = world.landmarks;
      const reply = await changeAddress(pendingOrder, { key: "k1", version: 1 });
      expect(at(bodyOf(reply), "order")).toMatchObject({ address, version: 2, lastKeys: { address: "k1" } });
      expect(world.systems.oms.ledger.effects).toMatchObject([
        { operation: "address", kind: "effect", key: "k1", subject: pendingOrder.customerRef },
      ]);
    });

    test("takes a change back under its own key as a reversal of the first", async () => {
      const { pendingOrder } = world.landmarks;
      await changeAddress(pendingOrder, { key: "k1", version: 1 });
      await changeAddress(pendingOrder, { key: "k2", version: 2, reverses: "k1" });
      expect(world.systems.oms.ledger.effects[1]).toMatchObject({ kind: "reversal", key: "k2", reverses: "k1" });
    });

    test("refuses the address of a shipped order", async () => {
      const { shippedOrder } = world.landmarks;
      const reply = await changeAddress(shippedOrder, { key: "k", version: await versionOf(shippedOrder) });
      expect(refusalOf(reply)).toBe("409 not-pending");
    });

    test("refuses a wrong version with 412 and a missing one with 428, and changes nothing", async () => {
      const { pendingOrder } = world.landmarks;
      const before = bodyOf(await oms(pendingOrder).get("/orders"));
      expect(refusalOf(await changeAddress(pendingOrder, { key: "k", version: 7 }))).toBe("412 version-mismatch");
      const path = `/orders/${orderOf(pendingOrder).orderId}/address`;
      const reply = await oms(pendingOrder).put(path, { body: { address } });
      expect(refusalOf(reply)).toBe("428 version-missing");
      expect(bodyOf(await oms(pendingOrder).get("/orders"))).toEqual(before);
      expect(effectsInShort(world.systems.oms.ledger.effects)).toEqual(["address rejected", "address rejected"]);
    });

    test("of the same write twice the second meets its own version: one effect, and a repeat in the ledger", async () => {
      const { pendingOrder } = world.landmarks;
      await changeAddress(pendingOrder, { key: "k", version: 1 });
      expect(refusalOf(await changeAddress(pendingOrder, { key: "k", version: 1 }))).toBe("412 version-mismatch");
      expect(effectsInShort(world.systems.oms.ledger.effects)).toEqual(["address effect", "address noop"]);
    });

    test("an exchange puts the pieces aside, and cancelling it gives them back", async () => {
      const { wrongSize } = world.landmarks;
      const sku = orderOf(wrongSize).lines[0]?.sku ?? "";
      const before = await stockOf(sku, "29");
      const created = bodyOf(await exchange(wrongSize, { key: "k1" }));
      expect(at(created, "exchange")).toMatchObject({ status: "created", fromSize: "27", toSize: "29" });
      expect(await stockOf(sku, "29")).toMatchObject({ available: Number(at(before, "available")) - 1, reserved: 1 });
      const path = `/exchanges/${textAt(created, "exchange", "exchangeId")}`;
      await oms(wrongSize).post(`${path}/cancel`, { key: "k2", version: 1 });
      expect(at(bodyOf(await oms(wrongSize).get(path)), "exchange", "status")).toBe("cancelled");
      expect(await stockOf(sku, "29")).toEqual(before);
      expect(world.systems.oms.ledger.effects).toMatchObject([
        { operation: "exchange", kind: "effect", key: "k1", result: "LX-10001" },
        { operation: "exchange-cancel", kind: "reversal", key: "k2", reverses: "k1" },
      ]);
    });

    test("a line is exchanged once at a time, and an exchange is cancelled once", async () => {
      const { wrongSize } = world.landmarks;
      await exchange(wrongSize, { key: "k1" });
      expect(refusalOf(await exchange(wrongSize, { key: "k2" }))).toBe("409 exchange-exists");
      const cancel = (version: number) => oms(wrongSize).post("/exchanges/LX-10001/cancel", { version });
      await cancel(1);
      expect(refusalOf(await cancel(2))).toBe("409 already-cancelled");
    });

    test("does not exchange what is sold out, and names what is in stock instead", async () => {
      const { wrongSizeOutOfStock } = world.landmarks;
      expect(refusalOf(await exchange(wrongSizeOutOfStock, { key: "k" }))).toBe("409 out-of-stock");
      const sku = orderOf(wrongSizeOutOfStock).lines[0]?.sku;
      const offered = bodyOf(await oms(wrongSizeOutOfStock).get(`/stock/alternatives?sku=${sku}&size=29`));
      expect(at(offered, "sameSize")).toContainEqual(expect.objectContaining({ size: "29", sku: "PLOVER-TEAL" }));
      expect(at(offered, "otherSizes")).toContainEqual(expect.objectContaining({ size: "30", sku }));
    });

    test("tells what was done under a key, to its customer only", async () => {
      const { wrongSize, refundSmall } = world.landmarks;
      await exchange(wrongSize, { key: "k1" });
      await exchange(wrongSize, { key: "k1", version: 1 });
      const mine = bodyOf(await oms(wrongSize).get("/effects?key=k1"));
      expect(mine).toMatchObject({ effects: [{ key: "k1", operation: "exchange", result: "LX-10001" }] });
      expect(bodyOf(await oms(refundSmall).get("/effects?key=k1"))).toEqual({ effects: [] });
    });

    test("cancels a pending order, and reinstates it as it was", async () => {
      const { pendingOrder } = world.landmarks;
      const { orderId, lines } = orderOf(pendingOrder);
      const before = await stockOf(lines[0]?.sku ?? "", lines[0]?.sizeOrdered ?? "");
      await oms(pendingOrder).post(`/orders/${orderId}/cancel`, { key: "k1", version: 1 });
      const after = await stockOf(lines[0]?.sku ?? "", lines[0]?.sizeOrdered ?? "");
      expect(at(after, "available")).toBe(Number(at(before, "available")) + 1);
      const back = bodyOf(await oms(pendingOrder).post(`/orders/${orderId}/reinstate`, { key: "k2", version: 2 }));
      expect(at(back, "order")).toMatchObject({ status: "pending", cancelledAt: null });
      expect(world.systems.oms.ledger.effects[1]).toMatchObject({ kind: "reversal", reverses: "k1" });
    });

    test("takes a return of what was sent, and cancels it as a reversal", async () => {
      const { refundSmall } = world.landmarks;
      const { orderId, paidMinor } = orderOf(refundSmall);
      const body = { orderId, lineId: "1", reason: "not wanted" };
      const created = bodyOf(
        await oms(refundSmall).post("/returns", { body, key: "k1", version: await versionOf(refundSmall) }),
      );
      expect(at(created, "return")).toMatchObject({ returnId: "LR-10001", status: "created", refundMinor: paidMinor });
      const listed = bodyOf(await oms(refundSmall).get(`/returns?orderId=${orderId}`));
      expect(at(listed, "returns")).toHaveLength(1);
      await oms(refundSmall).post("/returns/LR-10001/cancel", { key: "k2", version: 1 });
      expect(at(bodyOf(await oms(refundSmall).get("/returns/LR-10001")), "return", "status")).toBe("cancelled");
      expect(world.systems.oms.ledger.effects).toMatchObject([
        { operation: "return", kind: "effect", key: "k1", object: orderId, result: "LR-10001" },
        { operation: "return-cancel", kind: "reversal", key: "k2", reverses: "k1" },
      ]);
      const again = await oms(refundSmall).post("/returns/LR-10001/cancel", { key: "k3", version: 2 });
      expect(refusalOf(again)).toBe("409 already-cancelled");
    });

    test("an item comes back once at a time, for its money or for another size, and only when it was sent", async () => {
      const { wrongSize, pendingOrder, refundSmall } = world.landmarks;
      const giveBack = async (landmark: Landmark) => {
        const body = { orderId: orderOf(landmark).orderId, lineId: "1", reason: "not wanted" };
        return oms(landmark).post("/returns", { body, version: await versionOf(landmark) });
      };
      expect(refusalOf(await giveBack(pendingOrder))).toBe("409 not-shipped");
      await giveBack(refundSmall);
      expect(refusalOf(await giveBack(refundSmall))).toBe("409 return-exists");
      await exchange(wrongSize, { key: "k1" });
      expect(refusalOf(await giveBack(wrongSize))).toBe("409 exchange-exists");
      expect(refusalOf(await exchange(refundSmall, { key: "k2" }))).toBe("409 return-exists");
    });

    test("a return of another customer is as absent as one that never was", async () => {
      const { refundSmall, refundLarge } = world.landmarks;
      const body = { orderId: orderOf(refundSmall).orderId, lineId: "1", reason: "not wanted" };
      const version = await versionOf(refundSmall);
      expect(refusalOf(await oms(refundLarge).post("/returns", { body, version }))).toBe("404 not-found");
      await oms(refundSmall).post("/returns", { body, version });
      expect(refusalOf(await oms(refundLarge).get("/returns/LR-10001"))).toBe("404 not-found");
    });

    function changeAddress(landmark: Landmark, more: { key: string; version: number; reverses?: string }) {
      return oms(landmark).put(`/orders/${orderOf(landmark).orderId}/address`, { body: { address }, ...more });
    }
  });
}

const address = {
  recipient: "New Person",
  street: "1 New Street",
  city: "Leeds",
  region: null,
  postcode: "LS1 1AA",
  country: "GB",
} as const;

function orderOf(landmark: Landmark) {
  const [order] = landmark.orders;
  if (order === undefined) throw new Error(`${landmark.customerRef} has no order`);
  return order;
}
