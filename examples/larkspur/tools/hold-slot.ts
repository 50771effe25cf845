import type { FactsOutcome, Simulation, ToolContext } from "@purser/kit";
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
  toldAppointment,
  toldAppointmentSchema,
} from "./appointment-record.ts";
import { changeVersioned } from "./versioned-change.ts";

const inputSchema = z.strictObject({ slotId: z.string().min(1), note: z.string().max(500).exactOptional() });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  isFlagged: z.boolean(),
  isFree: z.boolean(),
  /** Absent when it is not free. */
  slot: slotSchema.exactOptional(),
});
type Facts = z.infer<typeof factsSchema>;

/** Puts a time in a store aside for a quarter of an hour, so that it can be booked. The slot's version is the precondition. */
export default defineAction({
  name: "hold_slot",
  title: "Hold a time for a fitting",
  tier: "execute",
  input: inputSchema,
  output: z.object({ hold: z.object({ state: z.literal("held") }), appointment: toldAppointmentSchema }),
  needs: { slotId: "slot.id", note: "appointment.note" },
  gives: [
    "hold.state",
    "appointment.id",
    "appointment.slotId",
    "appointment.store",
    "appointment.startsAt",
    "appointment.text",
  ],
  promises: { "hold.state": "held" },
  factsSchema,
  sources: { isFlagged: "crm", isFree: "calendar", slot: "calendar" },
  touches: ({ slotId }) => ({ type: "Slot", id: slotId }),
  readFacts: readHoldFacts,
  describe: ({ facts }) => (facts.slot === undefined ? takenText : `Hold ${slotText(facts.slot)} for you?`),
  simulate: simulateHold,
  execute: async (context) => {
    const { args, facts, key, attempt } = context;
    if (facts.slot === undefined) return { kind: "refused", code: "PUR-3004", detail: "The slot is not free." };
    const write = { path: "/appointments", body: { ...args }, version: facts.slot.version, key, attempt };
    return changeVersioned(context, "calendar", write, appointmentAnswerSchema, ({ appointment }) => ({
      hold: { state: "held" as const },
      appointment: toldAppointment(appointment),
    }));
  },
  // A hold that was booked since was made all the same.
  verify: async (context) => {
    const isMade = (status: string) => status === "held" || status === "booked";
    const found = await findAppointment(context, context.key, ({ status }) => isMade(status));
    return found.kind === "done" ? { kind: "done", result: { hold: { state: "held" }, ...found.result } } : found;
  },
  once: "natural",
  undo: {
    kind: "reversible",
    withinMs: days(1),
    factsSchema: z.strictObject({ status: z.string(), version: z.int() }),
    sources: { status: "calendar", version: "calendar" },
    readFacts: async (context) => {
      const appointment = await readAppointment(context, context.result.appointment.id);
      if (appointment.kind !== "found") return appointment;
      return { kind: "read", facts: { status: appointment.value.status, version: appointment.value.version } };
    },
    describe: ({ result }) => `Let go of ${slotText(result.appointment)}?`,
    execute: (context) => {
      const { result, facts, key, callKey, attempt } = context;
      const path = `${appointmentPath(result.appointment.id)}/release`;
      const write = { path, version: facts.version, key, attempt, reverses: callKey };
      return changeVersioned(context, "calendar", write, appointmentAnswerSchema, () => ({}));
    },
    verify: (context) => findAppointment(context, context.key, ({ status }) => status === "released"),
  },
});

async function readHoldFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const [slot, account] = await Promise.all([readFreeSlot(context, context.args.slotId), readAccount(context)]);
  if (slot.kind !== "found") return slot;
  if (account.kind !== "found") return account;
  const { isFlagged } = account.value;
  if (slot.value === null) return { kind: "read", facts: { isFlagged, isFree: false } };
  return { kind: "read", facts: { isFlagged, isFree: true, slot: slot.value } };
}

async function simulateHold(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const slot = await readFreeSlot(context, context.args.slotId);
  if (slot.kind === "failed") return { kind: "cannot-tell", detail: slot.detail };
  if (slot.kind === "refused") return { kind: "would-refuse", detail: slot.detail };
  if (slot.value === null) return { kind: "would-refuse", detail: "The slot is not free." };
  if (slot.value.version !== context.facts.slot?.version)
    return { kind: "would-refuse", detail: "The slot has changed since it was read." };
  const record = `slot ${context.args.slotId}`;
  return { kind: "would-do", changes: [{ record, field: "status", from: "free", to: "held" }] };
}
