import { plusMs } from "@purser/contract";
import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { operationsNoteSchema, readOperationsNotes } from "./operations-record.ts";
import { change } from "./shop-client.ts";

const inputSchema = z.strictObject({ topic: z.string().min(1).max(80), text: z.string().min(1).max(5000) });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  /** The notes on this topic of the last days, so that the one that is added now can be told from them. */
  formerNotes: z.array(z.string()),
  isNoted: z.boolean(),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({ operations: z.object({ id: z.string(), state: z.literal("noted") }) });
type Output = z.infer<typeof outputSchema>;

/** Operations are told once of a topic in so many days. */
const windowMs = days(7);
/** Longer than an undo may be asked for, so that the note is found by then. */
const lookBackMs = days(40);

/** Tells those who run the shop of something that is no single customer's. The CRM has no keys: nothing is sent twice. */
export default defineAction({
  name: "add_operations_note",
  title: "Leave a note for operations",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { topic: "billing.topic", text: "pattern.text" },
  gives: ["operations.id", "operations.state"],
  promises: { "operations.state": "noted" },
  factsSchema,
  sources: { formerNotes: "crm", isNoted: "crm" },
  touches: ({ topic }) => ({ type: "OperationsTopic", id: topic }),
  readFacts: readNoteFacts,
  describe: ({ args }) => `Tell operations about ${args.topic}: "${args.text}"?`,
  simulate: simulateNote,
  execute: (context) => {
    const request = { method: "POST" as const, path: "/operations/notes", body: { ...context.args }, key: context.key };
    const schema = z.object({ note: operationsNoteSchema });
    return change(context, "crm", request, schema, ({ note }) => resultOf(note.noteId));
  },
  verify: findNote,
  undo: {
    kind: "reversible",
    withinMs: days(30),
    factsSchema: z.strictObject({ isThere: z.boolean() }),
    sources: { isThere: "crm" },
    readFacts: async (context) => {
      const isThere = await readIsThere(context);
      return isThere.kind === "found" ? { kind: "read", facts: { isThere: isThere.value } } : isThere;
    },
    describe: ({ args }) => `Remove the note for operations "${args.text}"?`,
    execute: (context) => {
      const { result, key, callKey } = context;
      const path = `/operations/notes/${encodeURIComponent(result.operations.id)}`;
      const request = { method: "DELETE" as const, path, key, headers: { "purser-reverses": callKey } };
      return change(context, "crm", request, z.object({ note: operationsNoteSchema }), () => ({}));
    },
    verify: async (context) => {
      const isThere = await readIsThere(context);
      if (isThere.kind !== "found") return { kind: "unknown", detail: isThere.detail };
      return isThere.value
        ? { kind: "not-done", detail: "The note stands there still." }
        : { kind: "done", result: {} };
    },
  },
});

function resultOf(noteId: string): Output {
  return { operations: { id: noteId, state: "noted" } };
}

async function readNoteFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  if (context.customer === null)
    return { kind: "refused", code: "PUR-2002", detail: "Nobody knows whose case led to the note." };
  const notes = await readOperationsNotes(context, context.args.topic, plusMs(context.now, -windowMs));
  if (notes.kind !== "found") return notes;
  const formerNotes = notes.value.map(({ noteId }) => noteId);
  return { kind: "read", facts: { formerNotes, isNoted: formerNotes.length > 0 } };
}

async function readIsThere(context: ToolContext & { args: Input; result: Output }) {
  const notes = await readOperationsNotes(context, context.args.topic, plusMs(context.now, -lookBackMs));
  if (notes.kind !== "found") return notes;
  const { id } = context.result.operations;
  return { kind: "found" as const, value: notes.value.some(({ noteId }) => noteId === id) };
}

/** The note that was not there before and says just this. */
async function findNote(context: ToolContext & { args: Input; facts: Facts }): Promise<Finding<Output>> {
  const { args, facts } = context;
  const notes = await readOperationsNotes(context, args.topic, plusMs(context.now, -windowMs));
  if (notes.kind !== "found") return { kind: "unknown", detail: notes.detail };
  const isNew = (noteId: string): boolean => !facts.formerNotes.includes(noteId);
  const [note, ...others] = notes.value.filter(({ noteId, text }) => text === args.text && isNew(noteId));
  if (note === undefined) return { kind: "not-done", detail: "There is no such note for operations." };
  if (others.length > 0) return { kind: "doubled", detail: `The note stands there ${others.length + 1} times.` };
  return { kind: "done", result: resultOf(note.noteId) };
}

async function simulateNote(context: ToolContext & { args: Input }): Promise<Simulation> {
  const now = await readNoteFacts(context);
  if (now.kind === "failed") return { kind: "cannot-tell", detail: now.detail };
  if (now.kind === "refused") return { kind: "would-refuse", detail: now.detail };
  const count = now.facts.formerNotes.length;
  const record = `operations ${context.args.topic}`;
  return { kind: "would-do", changes: [{ record, field: "notes", from: count, to: count + 1 }] };
}
