import {
  type AddedNote,
  type CaseId,
  type Instant,
  type MentionView,
  type NewEvent,
  personIdSchema,
} from "@purser/contract";
import { mailTarget } from "../cases/mail-target.ts";
import { appendSeen } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";

const mostListed = 100;

/** Whom a note can name, and whether there is mail to tell them by. */
export type Mentionable = { known: ReadonlySet<string>; isMailed: boolean };

/**
 * Adds a note for teammates. Each whom it names after an @ is told: by a row that their desk lists, and by mail where the
 * deployment mails and the blueprint has their address. Nobody is told of what they have written themselves.
 */
export async function writeNote(
  caseId: CaseId,
  by: string,
  text: string,
  { known, isMailed }: Mentionable,
  desk: Desk,
): Promise<AddedNote> {
  const named = namesIn(text);
  const mentioned = named.filter((id) => known.has(id));
  const told = mentioned.filter((id) => id !== by);
  const people = desk.people();
  const note: NewEvent = {
    kind: "note.added",
    body: { by, text, ...(mentioned.length === 0 ? {} : { mentions: mentioned }) },
  };
  const mails = isMailed ? told.filter((id) => people[id]?.email !== undefined) : [];
  await appendSeen(caseId, by, desk, () => [note], {
    mentions: told,
    outboxFor: () => mails.map((id) => ({ outboxId: desk.id("out"), kind: "mail", target: mailTarget(null, id) })),
  });
  return { caseId, mentioned, unknown: named.filter((id) => !known.has(id)) };
}

/** What stands after an @ that begins a word, each once; a full stop at its end is not part of it. */
function namesIn(text: string): string[] {
  const names = [...text.matchAll(/(?<![\w@.])@([A-Za-z0-9][\w.-]{0,59})/g)].map(([, name = ""]) =>
    name.replace(/[.-]+$/, ""),
  );
  return [...new Set(names)].filter((name) => personIdSchema.safeParse(name).success);
}

/** Where a person was named, the last first, with what was written there; and how often since they last looked. */
export async function listMentions(
  personId: string,
  { store, tenant }: Pick<Desk, "store" | "tenant">,
): Promise<{ unread: number; mentions: MentionView[] }> {
  const rows = await store.listMentions(tenant, personId, mostListed);
  const events = await store.readEventsOf(tenant, rows);
  const mentions = rows.map(({ caseId, seq, at, readAt }, index): MentionView => {
    const reading = events[index];
    const event = reading?.kind === "read" ? reading.event : null;
    const text = event?.kind === "note.added" ? event.body.text : null;
    return { caseId, seq, at, by: event?.actorId ?? "", text, isRead: readAt !== null };
  });
  return { unread: rows.filter(({ readAt }) => readAt === null).length, mentions };
}

export async function readMentions(
  personId: string,
  upTo: Instant,
  { store, tenant }: Pick<Desk, "store" | "tenant">,
): Promise<void> {
  await store.readMentions(tenant, personId, upTo);
}
