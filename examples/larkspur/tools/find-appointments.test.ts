import { expect, test } from "vitest";
import { openToolWorld } from "../systems/test-tool-context.ts";
import { at, textAt } from "../systems/test-world.ts";
import bookAppointment from "./book-appointment.ts";
import findAppointments from "./find-appointments.ts";
import findSlots from "./find-slots.ts";
import findSubscription from "./find-subscription.ts";
import holdSlot from "./hold-slot.ts";

test("finds the one fitting of a customer, and chooses none of two", async () => {
  const world = openToolWorld();
  const { appointment: customer } = world.landmarks;
  const found = await world.look(customer, findAppointments, {});
  if (found.kind !== "found") throw new Error(found.detail);
  expect(textAt(found.result, "appointment", "id")).toBe(customer.appointmentId);
  const slots = await world.look(customer, findSlots, { store: "boston", on: "2026-02-12" });
  if (slots.kind !== "found") throw new Error(slots.detail);
  expect(slots.result["slots"]).toHaveLength(3);
  expect(slots.result["slot"]).toBeUndefined();
  await world.carryOut(customer, holdSlot, { slotId: textAt(slots.result, "slots", 0, "id") });
  const both = await world.look(customer, findAppointments, {});
  if (both.kind !== "found") throw new Error(both.detail);
  expect(both.result["appointments"]).toHaveLength(2);
  expect(both.result["appointment"]).toBeUndefined();
});

test("a time is held, booked by another call, and asked for in the stores' own time", async () => {
  const world = openToolWorld();
  const customer = world.landmarks.refundSmall;
  const slots = await world.look(customer, findSlots, { store: "brooklyn", on: "2026-02-15" });
  if (slots.kind !== "found") throw new Error(slots.detail);
  const held = await world.carryOut(customer, holdSlot, { slotId: textAt(slots.result, "slots", 0, "id") });
  const call = await world.prepare(customer, bookAppointment, {
    appointmentId: textAt(held.result, "appointment", "id"),
  });
  expect(bookAppointment.describe(call)).toBe(
    "Book your fitting on Sunday, February 15 at 10:00 AM in our Brooklyn store?",
  );
  await world.execute(customer, bookAppointment, call);
  expect(await world.verify(customer, bookAppointment, call)).toMatchObject({ kind: "done" });
  expect(await world.verify(customer, holdSlot, held)).toMatchObject({ kind: "done" });
});

test("finds the one outfit box of a customer, and none of one who has none", async () => {
  const world = openToolWorld();
  const { planPlus, refundSmall } = world.landmarks;
  const found = await world.look(planPlus, findSubscription, {});
  if (found.kind !== "found") throw new Error(found.detail);
  expect(at(found.result, "subscription")).toMatchObject({
    id: planPlus.subscriptionId,
    plan: "plus",
    status: "active",
  });
  expect(await world.look(refundSmall, findSubscription, {})).toEqual({ kind: "found", result: { subscriptions: [] } });
});
