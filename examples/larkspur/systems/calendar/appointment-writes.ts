import { z } from "zod";
import { countRecords, putRecord } from "../customer-records.ts";
import { refusedByVersion } from "../precondition.ts";
import {
  noBodySchema,
  notFound,
  nothingSchema,
  refuse,
  write,
  type Route,
  type Surroundings,
  type WriteOutcome,
} from "../route.ts";
import { appointmentOf, appointmentPathSchema, appointmentView, nextAppointment } from "./appointment-record.ts";
import { slotIdSchema, type Appointment, type CalendarState, type Slot } from "./data.ts";
import { appointmentStatus, isFree } from "./free-slots.ts";

/** A hold ends by itself after so long. */
export const holdMs = 15 * 60_000;

/** Holds a slot; `If-Version` is the slot's. */
const holdSlot = write({
  method: "POST",
  path: "/appointments",
  operation: "hold",
  pathValues: nothingSchema,
  body: z.strictObject({ slotId: slotIdSchema, note: z.string().max(500).default("") }),
  object: ({ body }) => body.slotId,
  perform({ body, caller, customerRef }, { state, past, now }: Surroundings<CalendarState>) {
    const slot = state.slots[body.slotId];
    if (slot === undefined) return notFound("slot");
    const refused = refusedByVersion(caller, { id: slot.slotId, version: slot.version }, past);
    if (refused !== null) return refused;
    if (!isFree(state, slot, now)) return slotTaken;
    const held: Appointment = {
      appointmentId: `AP-${3001 + countRecords(state.appointments)}`,
      customerRef,
      slotId: slot.slotId,
      status: "held",
      heldUntilMs: now + holdMs,
      note: body.note,
      version: 1,
      lastKeys: caller.key === null ? {} : { hold: caller.key },
    };
    touchSlots(state, [slot]);
    putRecord(state.appointments, held.appointmentId, held);
    const appointment = appointmentView(state, held, now);
    return {
      kind: "effect",
      status: 201,
      body: { appointment },
      object: held.appointmentId,
      result: held.appointmentId,
    };
  },
});

const bookAppointment = write({
  method: "POST",
  path: "/appointments/:appointmentId/book",
  operation: "book",
  pathValues: appointmentPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.appointmentId,
  perform({ pathValues, caller, customerRef }, { state, past, now }: Surroundings<CalendarState>) {
    const held = appointmentOf(state, pathValues.appointmentId, customerRef);
    if (held === null) return notFound("appointment");
    const refused = refusedByVersion(caller, { id: held.appointmentId, version: held.version }, past);
    if (refused !== null) return refused;
    const status = appointmentStatus(held, now);
    if (status !== "held") return refuse(409, "not-held", `The appointment is ${status}.`);
    return changed(state, nextAppointment(held, "book", caller, { status: "booked", heldUntilMs: null }), now);
  },
});

const releaseAppointment = write({
  method: "POST",
  path: "/appointments/:appointmentId/release",
  operation: "release",
  pathValues: appointmentPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.appointmentId,
  perform({ pathValues, caller, customerRef }, { state, past, now }: Surroundings<CalendarState>) {
    const taken = appointmentOf(state, pathValues.appointmentId, customerRef);
    const slot = taken === null ? undefined : state.slots[taken.slotId];
    if (taken === null || slot === undefined) return notFound("appointment");
    const refused = refusedByVersion(caller, { id: taken.appointmentId, version: taken.version }, past);
    if (refused !== null) return refused;
    if (appointmentStatus(taken, now) === "released")
      return refuse(409, "already-released", "The appointment is released already.");
    touchSlots(state, [slot]);
    const released = nextAppointment(taken, "release", caller, { status: "released", heldUntilMs: null });
    putRecord(state.appointments, taken.appointmentId, released);
    return {
      kind: "reversal",
      status: 200,
      body: { appointment: appointmentView(state, released, now) },
      object: taken.appointmentId,
      result: null,
      reverses: taken.lastKeys["book"] ?? taken.lastKeys["hold"] ?? null,
    };
  },
});

const rescheduleAppointment = write({
  method: "POST",
  path: "/appointments/:appointmentId/reschedule",
  operation: "reschedule",
  pathValues: appointmentPathSchema,
  body: z.strictObject({ slotId: slotIdSchema }),
  object: ({ pathValues }) => pathValues.appointmentId,
  perform({ pathValues, body, caller, customerRef }, { state, past, now }: Surroundings<CalendarState>) {
    const booked = appointmentOf(state, pathValues.appointmentId, customerRef);
    const from = booked === null ? undefined : state.slots[booked.slotId];
    if (booked === null || from === undefined) return notFound("appointment");
    const refused = refusedByVersion(caller, { id: booked.appointmentId, version: booked.version }, past);
    if (refused !== null) return refused;
    const status = appointmentStatus(booked, now);
    if (status !== "booked") return refuse(409, "not-booked", `The appointment is ${status}.`);
    const to = state.slots[body.slotId];
    if (to === undefined) return notFound("slot");
    if (!isFree(state, to, now)) return slotTaken;
    touchSlots(state, [from, to]);
    return changed(state, nextAppointment(booked, "reschedule", caller, { slotId: to.slotId }), now);
  },
});

export const slotTaken = refuse(409, "slot-taken", "The slot is not free any more.");

function changed(state: CalendarState, appointment: Appointment, now: number): WriteOutcome {
  const { appointmentId } = appointment;
  putRecord(state.appointments, appointmentId, appointment);
  const body = { appointment: appointmentView(state, appointment, now) };
  return { kind: "effect", status: 200, body, object: appointmentId, result: null };
}

export function touchSlots(state: CalendarState, slots: readonly Slot[]): void {
  for (const slot of slots) state.slots[slot.slotId] = { ...slot, version: slot.version + 1 };
}

export const appointmentWrites: readonly Route<CalendarState>[] = [
  holdSlot,
  bookAppointment,
  releaseAppointment,
  rescheduleAppointment,
];
