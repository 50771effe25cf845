import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import {
  appointmentAnswerSchema,
  appointmentPath,
  findAppointment,
  readAppointment,
  readFreeSlot,
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
  /** Its time has come or passed. */
  isOver: z.boolean(),
  slot: slotSchema,
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  cancellation: z.object({ state: z.literal("cancelled") }),
  appointment: toldAppointmentSchema,
});
type Output = z.infer<typeof outputSchema>;

/** Gives up a booked fitting; its time is free for others at once. The appointment's version is the precondition. */
export default defineAction({
  name: "cancel_appointment",
  title: "Cancel a fitting",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { appointmentId: "appointment.id" },
  gives: ["cancellation.state", "appointment.status", "appointment.store", "appointment.startsAt", "appointment.text"],
  promises: { "cancellation.state": "cancelled" },
  factsSchema,
  sources: { status: "calendar", version: "calendar", isFlagged: "crm", isOver: "calendar", slot: "calendar" },
  touches: ({ appointmentId }) => ({ type: "Appointment", id: appointmentId }),
  readFacts: readCancelFacts,
  describe: ({ facts }) => `Cancel your fitting on ${slotText(facts.slot)}?`,
  simulate: simulateCancel,
  execute: (context) => {
    const { args, facts, key, attempt } = context;
    const write = { path: `${appointmentPath(args.appointmentId)}/cancel`, version: facts.version, key, attempt };
    return changeVersioned(context, "calendar", write, appointmentAnswerSchema, ({ appointment }) => ({
      cancellation: { state: "cancelled" as const },
      appointment: toldAppointment(appointment),
    }));
  },
  verify: async (context): Promise<Finding<Output>> => {
    const found = await findAppointment(context, context.key, ({ status }) => status === "released");
    if (found.kind !== "done") return found;
    return { kind: "done", result: { cancellation: { state: "cancelled" }, ...found.result } };
  },
  once: "natural",
  undo: {
    kind: "reversible",
    withinMs: days(1),
    factsSchema: z.strictObject({ status: z.string(), version: z.int(), isFree: z.boolean() }),
    sources: { status: "calendar", version: "calendar", isFree: "calendar" },
    readFacts: async (context) => {
      const [appointment, slot] = await Promise.all([
        readAppointment(context, context.args.appointmentId),
        readFreeSlot(context, context.result.appointment.slotId),
      ]);
      if (appointment.kind !== "found") return appointment;
      if (slot.kind !== "found") return slot;
      const { status, version } = appointment.value;
      return { kind: "read", facts: { status, version, isFree: slot.value !== null } };
    },
    describe: ({ result }) => `Book your fitting on ${slotText(result.appointment)} again?`,
    execute: (context) => {
      const { args, facts, key, callKey, attempt } = context;
      const path = `${appointmentPath(args.appointmentId)}/reinstate`;
      const write = { path, version: facts.version, key, attempt, reverses: callKey };
      return changeVersioned(context, "calendar", write, appointmentAnswerSchema, () => ({}));
    },
    verify: (context) => findAppointment(context, context.key, ({ status }) => status === "booked"),
  },
});

async function readCancelFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const [appointment, account] = await Promise.all([
    readAppointment(context, context.args.appointmentId),
    readAccount(context),
  ]);
  if (appointment.kind !== "found") return appointment;
  if (account.kind !== "found") return account;
  const { status, version, slot } = appointment.value;
  const isOver = slot.startsAt <= context.now;
  return { kind: "read", facts: { status, version, isFlagged: account.value.isFlagged, isOver, slot } };
}

async function simulateCancel(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const { args, facts } = context;
  const now = await readCancelFacts(context);
  if (now.kind === "failed") return { kind: "cannot-tell", detail: now.detail };
  if (now.kind === "refused") return { kind: "would-refuse", detail: now.detail };
  const { status, version } = now.facts;
  if (version !== facts.version)
    return { kind: "would-refuse", detail: "The appointment has changed since it was read." };
  if (status !== "booked") return { kind: "would-refuse", detail: `The appointment is ${status}.` };
  const record = `appointment ${args.appointmentId}`;
  return { kind: "would-do", changes: [{ record, field: "status", from: status, to: "released" }] };
}
