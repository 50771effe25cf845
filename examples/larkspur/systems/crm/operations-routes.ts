import { z } from "zod";
import { noBodySchema, notFound, nothingSchema, openRead, write, type Route, type Surroundings } from "../route.ts";
import { topicSchema, type CrmState, type OperationsNote } from "./data.ts";

const topicQuerySchema = z.strictObject({ topic: topicSchema, since: z.iso.datetime() });

/** How many notes on customers' accounts have a topic since then: a number, and nothing about anybody. */
const countNotes = openRead({
  path: "/notes/count",
  pathValues: nothingSchema,
  query: topicQuerySchema,
  find({ query: { topic, since } }, { state }: Surroundings<CrmState>) {
    const notes = Object.values(state.customers).flatMap((customer) => customer.notes);
    const count = notes.filter((note) => note.topic === topic && note.createdAt >= since).length;
    return { kind: "found", body: { topic, count } };
  },
});

/** What was noted for operations on a topic since then, oldest first. */
const listOperationsNotes = openRead({
  path: "/operations/notes",
  pathValues: nothingSchema,
  query: topicQuerySchema,
  find({ query: { topic, since } }, { state }: Surroundings<CrmState>) {
    const notes = state.operationsNotes.filter((note) => note.topic === topic && note.createdAt >= since);
    return { kind: "found", body: { notes } };
  },
});

const addOperationsNote = write({
  method: "POST",
  path: "/operations/notes",
  operation: "operations-note",
  pathValues: nothingSchema,
  body: z.strictObject({ topic: topicSchema, text: z.string().min(1).max(5000) }),
  object: ({ body }) => body.topic,
  perform({ body }, { state, now }: Surroundings<CrmState>) {
    state.notesMade += 1;
    const noteId = `NT-${10_000 + state.notesMade}`;
    const note: OperationsNote = { noteId, ...body, createdAt: new Date(now).toISOString() };
    state.operationsNotes = [...state.operationsNotes, note];
    return { kind: "effect", status: 201, body: { note }, object: body.topic, result: noteId };
  },
});

const removeOperationsNote = write({
  method: "DELETE",
  path: "/operations/notes/:noteId",
  operation: "operations-note-remove",
  pathValues: z.strictObject({ noteId: z.string() }),
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.noteId,
  perform({ pathValues }, { state, past }: Surroundings<CrmState>) {
    const note = state.operationsNotes.find(({ noteId }) => noteId === pathValues.noteId);
    if (note === undefined) return notFound("note");
    const made = past.effects.find((entry) => entry.operation === "operations-note" && entry.result === note.noteId);
    state.operationsNotes = state.operationsNotes.filter((it) => it !== note);
    const reverses = made?.key ?? null;
    return { kind: "reversal", status: 200, body: { note }, object: note.topic, result: note.noteId, reverses };
  },
});

export const operationsRoutes: readonly Route<CrmState>[] = [
  countNotes,
  listOperationsNotes,
  addOperationsNote,
  removeOperationsNote,
];
