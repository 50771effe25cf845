import type { Landmark } from "./landmarks.ts";
import { at, bodyOf, textAt } from "./test-world.ts";
import type { ShopUnderTest } from "./world-under-test.ts";

/** The first order of a landmark with its first line. */
export function orderOf({ orders }: Landmark) {
  const [order] = orders;
  const [line] = order?.lines ?? [];
  if (order === undefined || line === undefined) throw new Error("She has ordered nothing.");
  return { ...order, ...line };
}

async function exchange({ customer, landmark }: ShopUnderTest): Promise<string> {
  const { orderId, lineId, sizeOrdered } = orderOf(landmark);
  const version = Number(at(bodyOf(await customer.oms.get(`/orders/${orderId}`)), "order", "version"));
  const body = { orderId, lineId, toSize: sizeOrdered, reason: "wrong size" };
  return textAt(bodyOf(await customer.oms.post("/exchanges", { version, body })), "exchange", "exchangeId");
}

/** Of one who was sent the right size a return, of the others an exchange. */
export async function labelReference(shop: ShopUnderTest): Promise<string> {
  const { orderId, lineId, sizeOrdered, sizeShipped } = orderOf(shop.landmark);
  if (sizeShipped !== sizeOrdered) return exchange(shop);
  const version = Number(at(bodyOf(await shop.customer.oms.get(`/orders/${orderId}`)), "order", "version"));
  const body = { orderId, lineId, reason: "not wanted" };
  return textAt(bodyOf(await shop.customer.oms.post("/returns", { version, body })), "return", "returnId");
}

export async function label({ customer, landmark }: ShopUnderTest, reference: string): Promise<string> {
  const { orderId } = orderOf(landmark);
  const from = at(bodyOf(await customer.oms.get(`/orders/${orderId}`)), "order", "address");
  return textAt(bodyOf(await customer.shipping.post("/labels", { body: { reference, orderId, from } })), "labelId");
}

/** A return whose parcel is on its way back, or here. */
export async function returned(shop: ShopUnderTest, hasArrived: boolean): Promise<string> {
  const { orderId, lineId } = orderOf(shop.landmark);
  const version = Number(at(bodyOf(await shop.customer.oms.get(`/orders/${orderId}`)), "order", "version"));
  const body = { orderId, lineId, reason: "not wanted" };
  const returnId = textAt(bodyOf(await shop.customer.oms.post("/returns", { version, body })), "return", "returnId");
  const labelId = await label(shop, returnId);
  shop.world.clock.advance(10_000);
  if (hasArrived) bodyOf(await shop.customer.shipping.post(`/labels/${labelId}/arrive`));
  return returnId;
}

export async function freeSlots({ customer }: ShopUnderTest): Promise<readonly [string, ...string[]]> {
  const slots = at(bodyOf(await customer.calendar.get("/slots?store=boston")), "slots");
  return [textAt(slots, 0, "slotId"), textAt(slots, 1, "slotId"), textAt(slots, 2, "slotId")];
}

export async function hold(shop: ShopUnderTest): Promise<string> {
  const [slotId] = await freeSlots(shop);
  const slots = at(bodyOf(await shop.customer.calendar.get("/slots?store=boston")), "slots", 0);
  const version = Number(at(slots, "version"));
  const held = await shop.customer.calendar.post("/appointments", { version, body: { slotId } });
  return textAt(bodyOf(held), "appointment", "appointmentId");
}
