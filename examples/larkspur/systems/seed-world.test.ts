import { describe, expect, test } from "vitest";
import type { Landmark } from "./landmarks.ts";
import { seedWorld, type World } from "./seed-world.ts";
import { worldBegin } from "./test-world.ts";

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);
const dayMs = 86_400_000;

function orderOf({ data }: World, landmark: Landmark) {
  const order = data.oms.orders[landmark.orders[0]?.orderId ?? ""];
  if (order === undefined) throw new Error(`${landmark.customerRef} has no order`);
  return order;
}

function stockOf({ data }: World, sku: string, size: string): number {
  return data.oms.stock[`${sku}/${size}`]?.available ?? 0;
}

/** Calendar days in New York since then, at the world's begin. */
function daysSince(instant: string | null): number {
  const day = (time: number) => Math.floor((time - 5 * 3_600_000) / dayMs);
  return day(worldBegin) - day(Date.parse(instant ?? ""));
}

describe("a seeded world", () => {
  test("is the same for the same seed, and another for another", () => {
    expect(seedWorld(3, worldBegin)).toEqual(seedWorld(3, worldBegin));
    const names = seeds.map((seed) => seedWorld(seed, worldBegin).landmarks.wrongSize.name);
    const numbers = seeds.map((seed) => seedWorld(seed, worldBegin).landmarks.wrongSize.orders[0]?.orderId);
    expect(new Set(names).size).toBeGreaterThan(20);
    expect(new Set(numbers).size).toBeGreaterThan(50);
  });

  test("of seed 1 has the sizes and amounts of the manual", () => {
    const { landmarks } = seedWorld(1, worldBegin);
    expect(landmarks.wrongSize.orders[0]?.lines[0]).toMatchObject({ sizeOrdered: "29", sizeShipped: "27" });
    const paid = [landmarks.refundSmall, landmarks.refundMedium, landmarks.refundLarge];
    expect(paid.map(({ orders }) => orders[0]?.paidMinor)).toEqual([1800, 4700, 18_000]);
  });

  for (const seed of seeds) {
    test(`of seed ${seed} keeps what its landmarks promise`, () => {
      const world = seedWorld(seed, worldBegin);
      const { landmarks, data } = world;
      for (const landmark of [landmarks.wrongSize, landmarks.wrongSizeOutOfStock, landmarks.wrongSizeTooLate]) {
        const order = orderOf(world, landmark);
        expect(order.status).toBe("delivered");
        expect(daysSince(order.deliveredAt)).toBe(3);
        expect(order.lines[0]?.sizeShipped).not.toBe(order.lines[0]?.sizeOrdered);
      }
      const stockOfRightSize = (landmark: Landmark) => {
        const [line] = orderOf(world, landmark).lines;
        return stockOf(world, line?.sku ?? "", line?.sizeOrdered ?? "");
      };
      expect(landmarks.wrongSize.city).toBe("London");
      expect(stockOfRightSize(landmarks.wrongSize)).toBeGreaterThan(0);
      expect(stockOfRightSize(landmarks.wrongSizeTooLate)).toBeGreaterThan(0);
      expect(stockOfRightSize(landmarks.wrongSizeOutOfStock)).toBe(0);
      expect(orderOf(world, landmarks.pendingOrder).status).toBe("pending");
      expect(orderOf(world, landmarks.shippedOrder).status).toBe("shipped");
      expect(orderOf(world, landmarks.refundSmall).paidMinor).toBeLessThanOrEqual(2500);
      expect(orderOf(world, landmarks.refundMedium).paidMinor).toBeGreaterThan(2500);
      expect(orderOf(world, landmarks.refundMedium).paidMinor).toBeLessThanOrEqual(10_000);
      expect(orderOf(world, landmarks.refundLarge).paidMinor).toBeGreaterThan(10_000);
      expect(daysSince(orderOf(world, landmarks.outsideWindow).deliveredAt)).toBe(45);
      expect(data.crm.customers[landmarks.flagged.customerRef]?.isFlagged).toBe(true);
      expect(landmarks.twoOrders.orders.map(({ status }) => status)).toEqual(["delivered", "delivered"]);
      expect(data.payments.subscriptions[landmarks.planPremium.subscriptionId ?? ""]?.plan).toBe("premium");
      const takenFrom = ({ customerRef }: Landmark) =>
        Object.values(data.payments.charges)
          .filter((charge) => charge.customerRef === customerRef)
          .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
      const tooMuchMinor = takenFrom(landmarks.overcharged) - orderOf(world, landmarks.overcharged).paidMinor;
      expect(tooMuchMinor).toBeGreaterThan(0);
      expect(tooMuchMinor).toBeLessThanOrEqual(2500);
      expect(takenFrom(landmarks.chargedTwice)).toBe(2 * orderOf(world, landmarks.chargedTwice).paidMinor);
      const inParts = orderOf(world, landmarks.paidInParts);
      const [payment] = Object.values(data.payments.creditPayments);
      const terms = data.oms.refundTerms[inParts.address.region ?? ""];
      expect(takenFrom(landmarks.paidInParts) + (payment?.amountMinor ?? 0)).toBe(inParts.paidMinor);
      expect(inParts.paidMinor + (inParts.promotion?.discountMinor ?? 0)).toBe(inParts.lines[0]?.unitPriceMinor);
      expect(payment).toMatchObject({ orderId: inParts.orderId, returnedMinor: 0 });
      expect(takenFrom(landmarks.paidInParts)).toBeLessThan(10_000);
      expect(daysSince(inParts.deliveredAt)).toBeGreaterThan(30);
      expect(daysSince(inParts.deliveredAt)).toBeLessThan(terms?.windowDays ?? 0);
      const soldNoMore = data.oms.products[inParts.lines[0]?.sku ?? ""];
      expect(data.oms.products[soldNoMore?.successorSku ?? ""]?.successorSku).toBeUndefined();
      expect(data.calendar.appointments[landmarks.appointment.appointmentId ?? ""]?.status).toBe("booked");
    });
  }

  test("names every customer and order once, and every order has its charge", () => {
    const { data, landmarks } = seedWorld(5, worldBegin, 700);
    const customers = Object.values(data.crm.customers);
    expect(new Set(customers.map(({ email }) => email)).size).toBe(customers.length);
    for (const order of Object.values(data.oms.orders)) {
      if (order.customerRef === landmarks.overcharged.customerRef) continue;
      const charge = data.payments.charges[`CH-${order.orderId.slice(2)}`];
      const byCreditMinor = data.payments.creditPayments[`CP-${order.orderId.slice(2)}`]?.amountMinor ?? 0;
      expect(charge).toMatchObject({ orderId: order.orderId, amountMinor: order.paidMinor - byCreditMinor });
    }
  });

  test("has somebody in every status of an order", () => {
    const statuses = Object.values(seedWorld(1, worldBegin).data.oms.orders).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(["pending", "shipped", "delivered", "cancelled"]));
  });
});
