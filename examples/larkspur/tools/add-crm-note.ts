import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { accountPath } from "./account-record.ts";
import { noteSchema, readProfile } from "./profile-record.ts";
import { change } from "./shop-client.ts";

const inputSchema = z.strictObject({
  text: z.string().min(1).max(5000),
  /** What it is about, such as `billing:charged-twice`: notes are counted by it. */
  topic: z.string().max(80).exactOptional(),
});
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  isFlagged: z.boolean(),
  /** The notes that stood there before, so that the one that is added now can be told from them. */
  formerNotes: z.array(z.string()),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({ note: z.object({ id: z.string(), state: z.literal("added") }) });
type Output = z.infer<typeof outputSchema>;

/** Leaves a note on the account for teammates. The CRM has no keys and no versions, so nothing is sent twice. */
export default defineAction({
  name: "add_crm_note",
  title: "Add a note to the account",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { text: "note.text", topic: "note.topic" },
  gives: ["note.id", "note.state"],
  promises: { "note.state": "added" },
  factsSchema,
  sources: { isFlagged: "crm", formerNotes: "crm" },
  touches: () => ({ type: "Account", id: "notes" }),
  readFacts: readNoteFacts,
  describe: ({ args }) => `Add a note to the account: "${args.text}"?`,
  simulate: simulateNote,
  execute: (context) => {
    const path = `${accountPath(context) ?? "/customers"}/notes`;
    const request = { method: "POST" as const, path, body: { ...context.args }, key: context.key };
    return change(context, "crm", request, z.object({ note: noteSchema }), ({ note }) => resultOf(note.noteId));
  },
  verify: findNote,
  undo: {
    kind: "reversible",
    withinMs: days(30),
    factsSchema: z.strictObject({ isThere: z.boolean() }),
    sources: { isThere: "crm" },
    readFacts: async (context) => {
      const isThere = await readIsThere(context, context.result);
      return isThere.kind === "found" ? { kind: "read", facts: { isThere: isThere.value } } : isThere;
    },
    describe: ({ args }) => `Remove the note "${args.text}" from the account?`,
    execute: (context) => {
      const { result, key, callKey } = context;
      const path = `${accountPath(context) ?? "/customers"}/notes/${encodeURIComponent(result.note.id)}`;
      const request = { method: "DELETE" as const, path, key, headers: { "purser-reverses": callKey } };
      return change(context, "crm", request, z.object({ note: noteSchema }), () => ({}));
    },
    verify: async (context) => {
      const isThere = await readIsThere(context, context.result);
      if (isThere.kind !== "found") return { kind: "unknown", detail: isThere.detail };
      return isThere.value
        ? { kind: "not-done", detail: "The note stands there still." }
        : { kind: "done", result: {} };
    },
  },
});

function resultOf(noteId: string): Output {
  return { note: { id: noteId, state: "added" } };
}

async function readNoteFacts(context: ToolContext): Promise<FactsOutcome<Facts>> {
  const profile = await readProfile(context);
  if (profile.kind !== "found") return profile;
  const { isFlagged, notes } = profile.value;
  return { kind: "read", facts: { isFlagged, formerNotes: notes.map(({ noteId }) => noteId) } };
}

async function readIsThere(context: ToolContext, { note }: Output) {
  const profile = await readProfile(context);
  if (profile.kind !== "found") return profile;
  return { kind: "found" as const, value: profile.value.notes.some(({ noteId }) => noteId === note.id) };
}

/** The note that was not there before and says just this. */
async function findNote(context: ToolContext & { args: Input; facts: Facts }): Promise<Finding<Output>> {
  const { args, facts } = context;
  const profile = await readProfile(context);
  if (profile.kind !== "found") return { kind: "unknown", detail: profile.detail };
  const added = profile.value.notes.filter(
    ({ noteId, text }) => text === args.text && !facts.formerNotes.includes(noteId),
  );
  const [note, ...others] = added;
  if (note === undefined) return { kind: "not-done", detail: "The account shows no such note." };
  if (others.length > 0) return { kind: "doubled", detail: `The note stands there ${added.length} times.` };
  return { kind: "done", result: resultOf(note.noteId) };
}

async function simulateNote(context: ToolContext & { args: Input }): Promise<Simulation> {
  const profile = await readProfile(context);
  if (profile.kind === "failed") return { kind: "cannot-tell", detail: profile.detail };
  if (profile.kind === "refused") return { kind: "would-refuse", detail: profile.detail };
  const count = profile.value.notes.length;
  return { kind: "would-do", changes: [{ record: "account", field: "notes", from: count, to: count + 1 }] };
}
