import { type PauseId, pauseIdSchema } from "@purser/contract";

/** What an outbox row for a mail is about: a pause that a person may answer, or a note that names them. */
export type MailTarget = { pauseId: PauseId | null; personId: string };

const ofNote = "note";

/** `pauseId` is null for the note that the row's event is. */
export function mailTarget(pauseId: PauseId | null, personId: string): string {
  return `${pauseId ?? ofNote} ${personId}`;
}

export function readMailTarget(target: string): MailTarget {
  const [about, personId = ""] = target.split(" ");
  return { pauseId: about === ofNote ? null : pauseIdSchema.parse(about), personId };
}
