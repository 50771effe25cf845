import { type Instant, instantSchema } from "@purser/contract";
import type { Finding, ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";
import { findUnderKey } from "./versioned-change.ts";

/** A time in a store: the fields that the tools use. */
export const slotSchema = z.object({
  slotId: z.string(),
  store: z.string(),
  startsAt: instantSchema,
  version: z.int(),
});
export type Slot = z.infer<typeof slotSchema>;

/** A fitting appointment. A hold that has run out is shown as released. */
export const appointmentSchema = z.object({
  appointmentId: z.string(),
  status: z.string(),
  version: z.int(),
  slot: slotSchema,
});
export type Appointment = z.infer<typeof appointmentSchema>;

/** What a tool tells of an appointment. */
export const toldAppointmentSchema = z.object({
  id: z.string(),
  status: z.string(),
  slotId: z.string(),
  store: z.string(),
  startsAt: instantSchema,
  /** Day, time and store in words. */
  text: z.string(),
});
export type ToldAppointment = z.infer<typeof toldAppointmentSchema>;

export const appointmentAnswerSchema = z.object({ appointment: appointmentSchema });

export function toldAppointment({ appointmentId, status, slot }: Appointment): ToldAppointment {
  const { slotId, store, startsAt } = slot;
  return { id: appointmentId, status, slotId, store, startsAt, text: slotText(slot) };
}

export function appointmentPath(appointmentId: string): string {
  return `/appointments/${encodeURIComponent(appointmentId)}`;
}

export async function readAppointment(context: ToolContext, appointmentId: string): Promise<Reading<Appointment>> {
  const reading = await readRecord(context, "calendar", appointmentPath(appointmentId), appointmentAnswerSchema);
  return reading.kind === "found" ? { kind: "found", value: reading.value.appointment } : reading;
}

export async function readAppointments(context: ToolContext): Promise<Reading<readonly Appointment[]>> {
  const schema = z.object({ appointments: z.array(appointmentSchema) });
  const reading = await readRecord(context, "calendar", "/appointments", schema);
  return reading.kind === "found" ? { kind: "found", value: reading.value.appointments } : reading;
}

export async function readFreeSlots(
  context: ToolContext,
  wish: { store?: string; from?: string; to?: string } = {},
): Promise<Reading<readonly Slot[]>> {
  const query = new URLSearchParams({ ...wish }).toString();
  const schema = z.object({ slots: z.array(slotSchema) });
  const reading = await readRecord(context, "calendar", `/slots${query === "" ? "" : `?${query}`}`, schema);
  return reading.kind === "found" ? { kind: "found", value: reading.value.slots } : reading;
}

/** The slot while it is free; null when it is taken, over or was never there. */
export async function readFreeSlot(context: ToolContext, slotId: string): Promise<Reading<Slot | null>> {
  const slots = await readFreeSlots(context);
  if (slots.kind !== "found") return slots;
  return { kind: "found", value: slots.value.find((slot) => slot.slotId === slotId) ?? null };
}

/** Finds what was done to an appointment under a key, and that it shows it. */
export function findAppointment(
  context: ToolContext,
  key: string,
  isShown: (appointment: Appointment) => boolean,
): Promise<Finding<{ appointment: ToldAppointment }>> {
  return findUnderKey(context, "calendar", key, async ({ object }) => {
    const appointment = await readAppointment(context, object);
    if (appointment.kind !== "found") return { kind: "unknown", detail: appointment.detail };
    if (isShown(appointment.value))
      return { kind: "done", result: { appointment: toldAppointment(appointment.value) } };
    return { kind: "unknown", detail: `The appointment is ${appointment.value.status}.` };
  });
}

const storeClock = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/New_York",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** The calendar day and the minutes of the day in the stores' time. */
export function storeTimeOf(startsAt: Instant): { day: string; minutes: number } {
  const parts = storeClock.formatToParts(new Date(startsAt));
  const part = (type: string) => parts.find((it) => it.type === type)?.value ?? "";
  const minutes = Number(part("hour")) * 60 + Number(part("minute"));
  return { day: `${part("year")}-${part("month")}-${part("day")}`, minutes };
}

/** Instead of a question, when there is nothing to ask: the time went to somebody else. */
export const takenText = "This time is not free any more.";

/** Such as `Sunday, February 15 at 1:00 PM in our brooklyn store`, in the stores' time. */
export function slotText({ startsAt, store }: { startsAt: Instant; store: string }): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: "America/New_York",
    weekday: "long",
    month: "long",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  }).formatToParts(new Date(startsAt));
  const part = (type: string) => parts.find((it) => it.type === type)?.value ?? "";
  const day = `${part("weekday")}, ${part("month")} ${part("day")}`;
  const name = `${store.slice(0, 1).toUpperCase()}${store.slice(1)}`;
  return `${day} at ${part("hour")}:${part("minute")} ${part("dayPeriod")} in our ${name} store`;
}
