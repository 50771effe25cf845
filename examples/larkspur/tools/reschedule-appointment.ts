import type { ActionOutcome, FactsOutcome, Simulation, ToolContext } from "@purser/kit";
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
  takenText,
  type ToldAppointment,
  toldAppointment,
  toldAppointmentSchema,
} from "./appointment-record.ts";
import { changeVersioned, type VersionedWrite } from "./versioned-change.ts";

const inputSchema = z.strictObject({ appointmentId: z.string().min(1), slotId: z.string().min(1) });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  status: z.string(),
  version: z.int(),
  isFlagged: z.boolean(),
  isFree: z.boolean(),
  /** Where it is now. */
  former: slotSchema,
  /** Where it goes; absent when that is not free. */
  slot: slotSchema.exactOptional(),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  move: z.object({ state: z.literal("moved") }),
  appointment: toldAppointmentSchema,
  former: slotSchema,
});

/** Moves a booked fitting to another time. The appointment's version is the precondition. */
export default defineAction({
  name: "reschedule_appointment",
  title: "Move a fitting to another time",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { appointmentId: "appointment.id", slotId: "slot.id" },
  gives: ["move.state", "appointment.slotId", "appointment.store", "appointment.startsAt", "appointment.text"],
  promises: { "move.state": "moved" },
  factsSchema,
  sources: {
    status: "calendar",
    version: "calendar",
    isFlagged: "crm",
    isFree: "calendar",
    former: "calendar",
    slot: "calendar",
  },
  touches: ({ appointmentId }) => ({ type: "Appointment", id: appointmentId }),
  readFacts: readRescheduleFacts,
  describe: ({ facts: { former, slot } }) =>
    slot === undefined
      ? `${takenText} Your fitting stays on ${slotText(former)}.`
      : `Move your fitting from ${slotText(former)} to ${slotText(slot)}?`,
  simulate: simulateReschedule,
  execute: async (context) => {
    const { args, facts, key, attempt } = context;
    const outcome = await move(context, args.appointmentId, args.slotId, { version: facts.version, key, attempt });
    if (outcome.kind !== "done") return outcome;
    const { appointment } = outcome.result;
    return { kind: "done", result: { move: { state: "moved" }, appointment, former: facts.former } };
  },
  verify: async (context) => {
    const found = await findAppointment(context, context.key, ({ slot }) => slot.slotId === context.args.slotId);
    if (found.kind !== "done") return found;
    const { appointment } = found.result;
    return { kind: "done", result: { move: { state: "moved" }, appointment, former: context.facts.former } };
  },
  once: "natural",
  undo: {
    kind: "reversible",
    withinMs: days(14),
    factsSchema: z.strictObject({ status: z.string(), version: z.int(), isFormerFree: z.boolean() }),
    sources: { status: "calendar", version: "calendar", isFormerFree: "calendar" },
    readFacts: async (context) => {
      const [appointment, former] = await Promise.all([
        readAppointment(context, context.args.appointmentId),
        readFreeSlot(context, context.result.former.slotId),
      ]);
      if (appointment.kind !== "found") return appointment;
      if (former.kind !== "found") return former;
      const { status, version } = appointment.value;
      return { kind: "read", facts: { status, version, isFormerFree: former.value !== null } };
    },
    describe: ({ result }) => `Move the fitting back to ${slotText(result.former)}?`,
    execute: (context) => {
      const { args, result, facts, key, callKey, attempt } = context;
      const precondition = { version: facts.version, key, attempt, reverses: callKey };
      return move(context, args.appointmentId, result.former.slotId, precondition);
    },
    verify: (context) =>
      findAppointment(context, context.key, ({ slot }) => slot.slotId === context.result.former.slotId),
  },
});

function move(
  context: ToolContext,
  appointmentId: string,
  slotId: string,
  precondition: Omit<VersionedWrite, "path" | "body">,
): Promise<ActionOutcome<{ appointment: ToldAppointment }>> {
  const write = { ...precondition, path: `${appointmentPath(appointmentId)}/reschedule`, body: { slotId } };
  return changeVersioned(context, "calendar", write, appointmentAnswerSchema, ({ appointment }) => ({
    appointment: toldAppointment(appointment),
  }));
}

async function readRescheduleFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const [appointment, slot, account] = await Promise.all([
    readAppointment(context, context.args.appointmentId),
    readFreeSlot(context, context.args.slotId),
    readAccount(context),
  ]);
  if (appointment.kind !== "found") return appointment;
  if (slot.kind !== "found") return slot;
  if (account.kind !== "found") return account;
  const { status, version, slot: former } = appointment.value;
  const known = { status, version, isFlagged: account.value.isFlagged, former };
  if (slot.value === null) return { kind: "read", facts: { ...known, isFree: false } };
  return { kind: "read", facts: { ...known, isFree: true, slot: slot.value } };
}

async function simulateReschedule(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const { args, facts } = context;
  const now = await readRescheduleFacts(context);
  if (now.kind === "failed") return { kind: "cannot-tell", detail: now.detail };
  if (now.kind === "refused") return { kind: "would-refuse", detail: now.detail };
  const { status, version, former, isFree } = now.facts;
  if (version !== facts.version)
    return { kind: "would-refuse", detail: "The appointment has changed since it was read." };
  if (status !== "booked") return { kind: "would-refuse", detail: `The appointment is ${status}.` };
  if (!isFree) return { kind: "would-refuse", detail: "The slot is not free." };
  const record = `appointment ${args.appointmentId}`;
  return { kind: "would-do", changes: [{ record, field: "slotId", from: former.slotId, to: args.slotId }] };
}
