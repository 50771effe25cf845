import { z } from "zod";
import type { Caller } from "../route.ts";
import { appointmentIdSchema, type Appointment, type CalendarState } from "./data.ts";
import { appointmentStatus } from "./free-slots.ts";

export const appointmentPathSchema = z.strictObject({ appointmentId: appointmentIdSchema });

export function appointmentOf(state: CalendarState, appointmentId: string, customerRef: string): Appointment | null {
  const appointment = state.appointments[appointmentId];
  return appointment?.customerRef === customerRef ? appointment : null;
}

/** An appointment as it is read, with its slot and with a hold that has run out shown as released. */
export function appointmentView(state: CalendarState, appointment: Appointment, now: number) {
  const { heldUntilMs, ...record } = appointment;
  const status = appointmentStatus(appointment, now);
  const heldUntil = status === "held" && heldUntilMs !== null ? new Date(heldUntilMs).toISOString() : null;
  return { ...record, status, heldUntil, slot: state.slots[appointment.slotId] ?? null };
}

/** The appointment with a new version, and with the key of the write that made it. */
export function nextAppointment(
  appointment: Appointment,
  operation: string,
  caller: Caller,
  changes: Partial<Appointment>,
): Appointment {
  const lastKeys = caller.key === null ? appointment.lastKeys : { ...appointment.lastKeys, [operation]: caller.key };
  return { ...appointment, ...changes, version: appointment.version + 1, lastKeys };
}
