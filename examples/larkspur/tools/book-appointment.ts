import type { FactsOutcome, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import {
  appointmentAnswerSchema,
  appointmentPath,
  findAppointment,
  readAppointment,
  slotSchema,
  slotText,
  toldAppointment,
  toldAppointmentSchema,
} from "./appointment-record.ts";
import { changeVersioned } from "./versioned-change.ts";

const inputSchema = z.strictObject({ appointmentId: z.string().min(1) });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  status: z.string(),
  version: z.int(),
  isFlagged: z.boolean(),
  slot: slotSchema,
});
type Facts = z.infer<typeof factsSchema>;

/** Books a time that is held for the customer. The appointment's version is the precondition. */
export default defineAction({
  name: "book_appointment",
  title: "Book a fitting",
  tier: "execute",
  input: inputSchema,
  output: z.object({ booking: z.object({ state: z.literal("booked") }), appointment: toldAppointmentSchema }),
  needs: { appointmentId: "appointment.id" },
  gives: ["booking.state", "appointment.slotId", "appointment.store", "appointment.startsAt", "appointment.text"],
  promises: { "booking.state": "booked" },
  factsSchema,
  sources: { status: "calendar", version: "calendar", isFlagged: "crm", slot: "calendar" },
  touches: ({ appointmentId }) => ({ type: "Appointment", id: appointmentId }),
  readFacts: readBookFacts,
  describe: ({ facts }) => `Book your fitting on ${slotText(facts.slot)}?`,
  simulate: simulateBook,
  execute: (context) => {
    const { args, facts, key, attempt } = context;
    const write = { path: `${appointmentPath(args.appointmentId)}/book`, version: facts.version, key, attempt };
    return changeVersioned(context, "calendar", write, appointmentAnswerSchema, ({ appointment }) => ({
      booking: { state: "booked" as const },
      appointment: toldAppointment(appointment),
    }));
  },
  verify: async (context) => {
    const found = await findAppointment(context, context.key, ({ status }) => status === "booked");
    return found.kind === "done" ? { kind: "done", result: { booking: { state: "booked" }, ...found.result } } : found;
  },
  once: "natural",
  undo: {
    kind: "compensable",
    withinMs: days(14),
    residue: "The time is free for everybody again; it is not held for the customer.",
    factsSchema: z.strictObject({ status: z.string(), version: z.int() }),
    sources: { status: "calendar", version: "calendar" },
    readFacts: async (context) => {
      const appointment = await readAppointment(context, context.args.appointmentId);
      if (appointment.kind !== "found") return appointment;
      return { kind: "read", facts: { status: appointment.value.status, version: appointment.value.version } };
    },
    describe: ({ result }) => `Release the fitting on ${slotText(result.appointment)}?`,
    execute: (context) => {
      const { args, facts, key, callKey, attempt } = context;
      const path = `${appointmentPath(args.appointmentId)}/release`;
      const write = { path, version: facts.version, key, attempt, reverses: callKey };
      return changeVersioned(context, "calendar", write, appointmentAnswerSchema, () => ({}));
    },
    verify: (context) => findAppointment(context, context.key, ({ status }) => status === "released"),
  },
});

async function readBookFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const [appointment, account] = await Promise.all([
    readAppointment(context, context.args.appointmentId),
    readAccount(context),
  ]);
  if (appointment.kind !== "found") return appointment;
  if (account.kind !== "found") return account;
  const { status, version, slot } = appointment.value;
  return { kind: "read", facts: { status, version, isFlagged: account.value.isFlagged, slot } };
}

async function simulateBook(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const { args, facts } = context;
  const appointment = await readAppointment(context, args.appointmentId);
  if (appointment.kind === "failed") return { kind: "cannot-tell", detail: appointment.detail };
  if (appointment.kind === "refused") return { kind: "would-refuse", detail: appointment.detail };
  const { status, version } = appointment.value;
  if (version !== facts.version)
    return { kind: "would-refuse", detail: "The appointment has changed since it was read." };
  if (status !== "held") return { kind: "would-refuse", detail: `The appointment is ${status}.` };
  const record = `appointment ${args.appointmentId}`;
  return { kind: "would-do", changes: [{ record, field: "status", from: status, to: "booked" }] };
}
