import { z } from "zod";

const instantSchema = z.iso.datetime({ precision: 3 });

export const slotIdSchema = z.string().regex(/^SL-\d{4,6}$/);
export const slotSchema = z.strictObject({
  slotId: slotIdSchema,
  store: z.string(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  /** Grows with everything that happens to the slot. */
  version: z.int().positive(),
});
export type Slot = z.infer<typeof slotSchema>;

export const appointmentIdSchema = z.string().regex(/^AP-\d{4,6}$/);
export const appointmentSchema = z.strictObject({
  appointmentId: appointmentIdSchema,
  customerRef: z.string(),
  slotId: slotIdSchema,
  status: z.enum(["held", "booked", "released"]),
  /** A hold ends by itself then (epoch milliseconds); null once it is booked or released. */
  heldUntilMs: z.int().nullable(),
  note: z.string(),
  version: z.int().positive(),
  lastKeys: z.record(z.string(), z.string()),
});
export type Appointment = z.infer<typeof appointmentSchema>;

export const calendarStateSchema = z.strictObject({
  slots: z.record(z.string(), slotSchema),
  appointments: z.record(z.string(), appointmentSchema),
});
export type CalendarState = z.infer<typeof calendarStateSchema>;
