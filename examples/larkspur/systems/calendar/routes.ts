import { z } from "zod";
import { recordsOf } from "../customer-records.ts";
import { readEffectsUnderKey } from "../effects-route.ts";
import { customerRead, notFound, nothingSchema, openRead, type Route, type Surroundings } from "../route.ts";
import { appointmentOf, appointmentPathSchema, appointmentView } from "./appointment-record.ts";
import { appointmentCancelling } from "./appointment-cancelling.ts";
import { appointmentWrites } from "./appointment-writes.ts";
import type { CalendarState } from "./data.ts";
import { isFree } from "./free-slots.ts";

const freeSlots = openRead({
  path: "/slots",
  pathValues: nothingSchema,
  query: z.strictObject({
    store: z.string().exactOptional(),
    /** Calendar days, both included. */
    from: z.iso.date().exactOptional(),
    to: z.iso.date().exactOptional(),
  }),
  find({ query }, { state, now }: Surroundings<CalendarState>) {
    const slots = Object.values(state.slots)
      .filter((slot) => query.store === undefined || slot.store === query.store)
      .filter((slot) => query.from === undefined || slot.startsAt.slice(0, 10) >= query.from)
      .filter((slot) => query.to === undefined || slot.startsAt.slice(0, 10) <= query.to)
      .filter((slot) => isFree(state, slot, now));
    return { kind: "found", body: { slots } };
  },
});

const listAppointments = customerRead({
  path: "/appointments",
  pathValues: nothingSchema,
  query: nothingSchema,
  find({ customerRef }, { state, now }: Surroundings<CalendarState>) {
    const appointments = recordsOf(state.appointments, customerRef).map((appointment) =>
      appointmentView(state, appointment, now),
    );
    return { kind: "found", body: { appointments } };
  },
});

const readAppointment = customerRead({
  path: "/appointments/:appointmentId",
  pathValues: appointmentPathSchema,
  query: nothingSchema,
  find({ pathValues, customerRef }, { state, now }: Surroundings<CalendarState>) {
    const appointment = appointmentOf(state, pathValues.appointmentId, customerRef);
    if (appointment === null) return notFound("appointment");
    return { kind: "found", body: { appointment: appointmentView(state, appointment, now) } };
  },
});

export const calendarRoutes: readonly Route<CalendarState>[] = [
  freeSlots,
  listAppointments,
  readAppointment,
  ...appointmentWrites,
  ...appointmentCancelling,
  readEffectsUnderKey(),
];
