import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, bodyOf, customerAt, openWorldInProcess, refusalOf, ways, type TestWorld } from "./test-world.ts";

for (const { way, open } of ways) {
  describe(`a system of record, ${way}`, () => {
    let world: TestWorld;
    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.stop());

    test("refuses what it cannot read, and what is no route of its", async () => {
      const customer = customerAt(world.client("oms"), world.landmarks.wrongSize.customerRef);
      expect(refusalOf(await customer.get("/nothing"))).toBe("404 no-such-route");
      expect(refusalOf(await customer.get("/orders/%E0%A4%A"))).toBe("404 no-such-route");
      expect(refusalOf(await customer.get("/orders/not-a-number"))).toBe("400 malformed");
      expect(refusalOf(await customer.get("/orders?status=lost"))).toBe("400 malformed");
      expect(refusalOf(await customer.get("/products/constructor"))).toBe("400 malformed");
      const withExtra = { body: { orderId: "L-10000", surprise: true }, version: 1 };
      expect(refusalOf(await customer.post("/exchanges", withExtra))).toBe("400 malformed");
    });

    test("shows a customer's records to nobody else: a foreign record is as absent as none", async () => {
      const { wrongSize, refundSmall } = world.landmarks;
      const [order] = refundSmall.orders;
      const stranger = customerAt(world.client("oms"), wrongSize.customerRef);
      const foreign = await stranger.get(`/orders/${order?.orderId}`);
      expect(foreign).toEqual(await stranger.get("/orders/L-00000"));
      expect(refusalOf(foreign)).toBe("404 not-found");
      const nobody = await world.client("oms").request({ method: "GET", path: "/orders" });
      expect(refusalOf(nobody)).toBe("400 customer-missing");
    });

    test("writes down every call with its key, attempt and case, and every look-up with its answer", async () => {
      const headers = { "Purser-Customer": "LC-1", "Purser-Attempt": "2", "Purser-Case": "case_1" };
      const client = world.client("mail");
      const body = { messageId: "a@b.example", to: "a@example.com", subject: "s", text: "t" };
      await client.request({ method: "POST", path: "/messages", key: "key-1", headers, body });
      const looked = await client.request({ method: "GET", path: "/messages?messageId=a@b.example", headers });
      const calls = bodyOf(await client.request({ method: "GET", path: "/ledger/calls" }));
      expect(at(calls, "calls", 0)).toEqual({
        seq: 1,
        tick: world.clock.now(),
        key: "key-1",
        attempt: 2,
        caseId: "case_1",
        method: "POST",
        path: "/messages",
        args: body,
      });
      const reads = bodyOf(await client.request({ method: "GET", path: "/ledger/reads" }));
      expect(at(reads, "reads", 0, "answer")).toEqual(bodyOf(looked));
      expect(at(reads, "reads", 0, "path")).toBe("/messages?messageId=a@b.example");
    });

    test("writes down a look-up that it left without an answer as one without an answer", async () => {
      world.systems.mail.faults.add({ kind: "timeout-after" });
      await customerAt(world.client("mail"), "LC-1").get("/messages?messageId=a@b.example");
      expect(world.systems.mail.ledger.reads).toMatchObject([{ seq: 1, status: null, answer: null }]);
    });

    test("writes down a refused write as rejected, with its reason and without any change", async () => {
      const { customerRef, orders } = world.landmarks.pendingOrder;
      const path = `/orders/${orders[0]?.orderId}/cancel`;
      await customerAt(world.client("oms"), customerRef).post(path, { key: "k", version: 99 });
      expect(world.systems.oms.ledger.effects).toMatchObject([
        { kind: "rejected", key: "k", subject: customerRef, object: orders[0]?.orderId, code: "version-mismatch" },
      ]);
    });
  });
}

describe("who listens for calls", () => {
  test("hears of a call before anything is done about it", async () => {
    const heard: string[] = [];
    const world = openWorldInProcess({
      onCall: (system, call) => heard.push(`${system} ${call.path} ${world.systems.mail.ledger.effects.length}`),
    });
    const body = { messageId: "a@b.example", to: "a@example.com", subject: "s", text: "t" };
    await customerAt(world.client("mail"), "LC-1").post("/messages", { body });
    await customerAt(world.client("mail"), "LC-1").get("/messages");
    expect(heard).toEqual(["mail /messages 0"]);
  });
});
