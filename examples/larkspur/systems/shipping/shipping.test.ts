import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { demoWebhookSecret } from "../create-systems.ts";
import type { Webhook } from "../system-of-record.ts";
import { at, bodyOf, customerAt, effectsInShort, refusalOf, ways, type TestWorld } from "../test-world.ts";

const address = {
  recipient: "Somebody",
  street: "14 Wilton Way",
  city: "London",
  region: null,
  postcode: "E8 3EE",
  country: "GB",
} as const;

for (const { way, open } of ways) {
  describe(`shipping, ${way}`, () => {
    let world: TestWorld;
    const shipping = () => customerAt(world.client("shipping"), world.landmarks.wrongSize.customerRef);
    const request = (key: string) =>
      shipping().post("/labels", { key, body: { reference: "LX-10001", orderId: "L-12345", from: address } });
    const labels = async () => at(bodyOf(await shipping().get("/labels?reference=LX-10001")), "labels");
    const deliverBy = async (postcode: string, from: string) =>
      at(
        bodyOf(
          await shipping().get(`/estimates?sku=A-B&size=29&postcode=${encodeURIComponent(postcode)}&from=${from}`),
        ),
        "estimate",
        "deliverBy",
      );

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.stop());

    test("makes another label each time: the same key twice has two effects", async () => {
      expect(await request("k")).toMatchObject({ kind: "answered", status: 202 });
      await request("k");
      expect(await labels()).toHaveLength(2);
      expect(effectsInShort(world.systems.shipping.ledger.effects)).toEqual(["label effect", "label effect"]);
    });

    test("accepts first and decides seconds later, and then a webhook says so", async () => {
      await request("k");
      expect(await labels()).toMatchObject([{ status: "requested", url: null, trackingNumber: null }]);
      const { webhooks } = world.systems.shipping;
      expect(webhooks.takeDue()).toEqual([]);
      const dueAt = webhooks.nextDueAt() ?? 0;
      expect(dueAt - world.clock.now()).toBeGreaterThanOrEqual(2000);
      expect(dueAt - world.clock.now()).toBeLessThanOrEqual(8000);
      world.clock.advance(dueAt - world.clock.now());
      expect(await labels()).toMatchObject([{ status: "ready", url: "https://labels.example.com/LB-10001.pdf" }]);
      const [webhook] = webhooks.takeDue();
      expect(JSON.parse(webhook?.body ?? "")).toMatchObject({
        type: "label.ready",
        data: { labelId: "LB-10001", requestId: "REQ-10001", reference: "LX-10001", status: "ready" },
      });
      expect(isSigned(webhook)).toBe(true);
      expect(webhooks.takeDue()).toEqual([]);
    });

    test("can refuse later what it accepted", async () => {
      world.systems.shipping.faults.add({ kind: "refused-later" });
      expect(await request("k")).toMatchObject({ kind: "answered", status: 202 });
      world.clock.advance(10_000);
      expect(await labels()).toMatchObject([{ status: "refused", url: null }]);
      expect(world.systems.shipping.webhooks.takeDue()[0]?.body).toContain("label.refused");
      expect(refusalOf(await shipping().post("/labels/LB-10001/void"))).toBe("409 was-refused");
    });

    test("a parcel that came back is reported as often as the carrier stutters, and shown on its label", async () => {
      await request("k");
      const arrive = (reports: number) => shipping().post("/labels/LB-10001/arrive", { body: { reports } });
      expect(refusalOf(await arrive(1))).toBe("409 never-sent");
      world.clock.advance(10_000);
      world.systems.shipping.webhooks.takeDue();
      expect(await arrive(2)).toMatchObject({ kind: "answered", status: 200 });
      expect(at(await labels(), 0, "arrivedAt")).toBe(new Date(world.clock.now()).toISOString());
      const reports = world.systems.shipping.webhooks.takeDue();
      expect(new Set(reports.map(({ id }) => id)).size).toBe(2);
      expect(reports.every((report) => isSigned(report))).toBe(true);
      expect(JSON.parse(reports[0]?.body ?? "")).toMatchObject({
        type: "parcel.arrived",
        data: { labelId: "LB-10001", reference: "LX-10001", customerRef: world.landmarks.wrongSize.customerRef },
      });
      expect(refusalOf(await arrive(1))).toBe("409 already-arrived");
    });

    test("a label is voided once", async () => {
      await request("k");
      await shipping().post("/labels/LB-10001/void", { key: "undo" });
      expect(await labels()).toMatchObject([{ status: "voided" }]);
      expect(refusalOf(await shipping().post("/labels/LB-10001/void"))).toBe("409 already-voided");
      expect(world.systems.shipping.ledger.effects[1]).toMatchObject({
        operation: "label-void",
        kind: "reversal",
        reverses: "k",
      });
    });

    test("estimates by postcode area and day of dispatch, and delivers nothing on a Sunday", async () => {
      expect(await deliverBy("E8 3EE", "2026-02-10")).toBe("2026-02-12");
      expect(await deliverBy("EH1 1AA", "2026-02-10")).toBe("2026-02-13");
      expect(await deliverBy("HS1 2QG", "2026-02-10")).toBe("2026-02-18");
      expect(await deliverBy("11201", "2026-02-13")).toBe("2026-02-16");
      const today = await shipping().get("/estimates?sku=A-B&size=29&postcode=94110");
      expect(bodyOf(today)).toMatchObject({ estimate: { dispatchOn: "2026-02-10", deliverBy: "2026-02-16" } });
    });
  });
}

function isSigned(webhook: Webhook | undefined): boolean {
  if (webhook === undefined) return false;
  const { headers, body } = webhook;
  const keyBytes = Buffer.from(demoWebhookSecret.slice("whsec_".length), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return headers["webhook-signature"] === `v1,${createHmac("sha256", keyBytes).update(signed).digest("base64")}`;
}
