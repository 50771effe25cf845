import { putRecord } from "../customer-records.ts";
import { refusedByVersion } from "../precondition.ts";
import { noBodySchema, notFound, refuse, write, type Route, type Surroundings } from "../route.ts";
import { appointmentOf, appointmentPathSchema, appointmentView, nextAppointment } from "./appointment-record.ts";
import { slotTaken, touchSlots } from "./appointment-writes.ts";
import type { CalendarState } from "./data.ts";
import { appointmentStatus, isFree } from "./free-slots.ts";

/** The customer does not come: the time is free for others. */
const cancelAppointment = write({
  method: "POST",
  path: "/appointments/:appointmentId/cancel",
  operation: "cancel-appointment",
  pathValues: appointmentPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.appointmentId,
  perform({ pathValues, caller, customerRef }, { state, past, now }: Surroundings<CalendarState>) {
    const booked = appointmentOf(state, pathValues.appointmentId, customerRef);
    const slot = booked === null ? undefined : state.slots[booked.slotId];
    if (booked === null || slot === undefined) return notFound("appointment");
    const { appointmentId: object } = booked;
    const refused = refusedByVersion(caller, { id: object, version: booked.version }, past);
    if (refused !== null) return refused;
    const status = appointmentStatus(booked, now);
    if (status !== "booked") return refuse(409, "not-booked", `The appointment is ${status}.`);
    touchSlots(state, [slot]);
    const cancelled = nextAppointment(booked, "cancel", caller, { status: "released", heldUntilMs: null });
    putRecord(state.appointments, object, cancelled);
    const body = { appointment: appointmentView(state, cancelled, now) };
    return { kind: "effect", status: 200, body, object, result: null };
  },
});

/** Takes a cancelling back, as long as nobody else has the time by then. */
const reinstateAppointment = write({
  method: "POST",
  path: "/appointments/:appointmentId/reinstate",
  operation: "reinstate-appointment",
  pathValues: appointmentPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.appointmentId,
  perform({ pathValues, caller, customerRef }, { state, past, now }: Surroundings<CalendarState>) {
    const cancelled = appointmentOf(state, pathValues.appointmentId, customerRef);
    const slot = cancelled === null ? undefined : state.slots[cancelled.slotId];
    if (cancelled === null || slot === undefined) return notFound("appointment");
    const { appointmentId: object, lastKeys } = cancelled;
    const refused = refusedByVersion(caller, { id: object, version: cancelled.version }, past);
    if (refused !== null) return refused;
    const status = appointmentStatus(cancelled, now);
    if (status !== "released") return refuse(409, "not-cancelled", `The appointment is ${status}.`);
    if (!isFree(state, slot, now)) return slotTaken;
    touchSlots(state, [slot]);
    const booked = nextAppointment(cancelled, "reinstate", caller, { status: "booked" });
    putRecord(state.appointments, object, booked);
    const body = { appointment: appointmentView(state, booked, now) };
    return { kind: "reversal", status: 200, body, object, result: null, reverses: lastKeys["cancel"] ?? null };
  },
});

export const appointmentCancelling: readonly Route<CalendarState>[] = [cancelAppointment, reinstateAppointment];
