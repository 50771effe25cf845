import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { readAppointments, toldAppointment, toldAppointmentSchema } from "./appointment-record.ts";

/** The customer's fittings that are booked or held and still to come; `appointment` only when there is one and no more. */
export default defineLookup({
  name: "find_appointments",
  title: "Find the customer's fittings",
  doing: "looking up your appointment",
  input: z.strictObject({}),
  output: z.object({
    appointments: z.array(toldAppointmentSchema),
    appointment: toldAppointmentSchema.exactOptional(),
  }),
  gives: [
    "appointments",
    "appointment.id",
    "appointment.status",
    "appointment.slotId",
    "appointment.store",
    "appointment.startsAt",
    "appointment.text",
  ],
  run: async (context) => {
    const reading = await readAppointments(context);
    if (reading.kind !== "found") return reading;
    const appointments = reading.value
      .map(toldAppointment)
      .filter(({ status, startsAt }) => status !== "released" && startsAt > context.now);
    const [only, ...others] = appointments;
    const appointment = only === undefined || others.length > 0 ? {} : { appointment: only };
    return { kind: "found", result: { appointments, ...appointment } };
  },
});
