import type { Appointment, CalendarState, Slot } from "./data.ts";

/** An appointment's true status now: a hold that nobody booked in time is released. */
export function appointmentStatus(appointment: Appointment, now: number): Appointment["status"] {
  const { status, heldUntilMs } = appointment;
  return status === "held" && heldUntilMs !== null && now >= heldUntilMs ? "released" : status;
}

export function isFree(state: CalendarState, slot: Slot, now: number): boolean {
  if (Date.parse(slot.startsAt) <= now) return false;
  return !Object.values(state.appointments).some(
    (appointment) => appointment.slotId === slot.slotId && appointmentStatus(appointment, now) !== "released",
  );
}
