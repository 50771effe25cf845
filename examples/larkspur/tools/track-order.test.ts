import { expect, test } from "vitest";
import { z } from "zod";
import { openToolWorld } from "../systems/test-tool-context.ts";
import trackOrder from "./track-order.ts";

test("tells of each order where it is and by which day it comes", async () => {
  const world = openToolWorld();
  const { pendingOrder, shippedOrder, refundSmall } = world.landmarks;
  const track = async (customer: typeof pendingOrder) => {
    const found = await world.look(customer, trackOrder, { orderId: customer.orders[0]?.orderId ?? "" });
    if (found.kind !== "found") throw new Error(found.detail);
    return z.parse(trackOrder.output, found.result)["parcel"];
  };
  expect(await track(pendingOrder)).toMatchObject({ state: "not-sent-yet", leftOn: null });
  expect(await track(shippedOrder)).toMatchObject({ state: "on-its-way", leftOn: "2026-02-09", isLate: false });
  expect(await track(refundSmall)).toMatchObject({ state: "delivered", deliveredOn: "2026-02-05", isLate: false });
  world.clock.advance(30 * 86_400_000);
  expect(await track(shippedOrder)).toMatchObject({ state: "on-its-way", isLate: true });
});

test("fails, and says nothing, when the carrier's system does not answer", async () => {
  const world = openToolWorld();
  const { shippedOrder } = world.landmarks;
  world.systems.shipping.faults.add({ kind: "down" });
  const orderId = shippedOrder.orders[0]?.orderId ?? "";
  expect(await world.look(shippedOrder, trackOrder, { orderId })).toMatchObject({ kind: "failed" });
});
