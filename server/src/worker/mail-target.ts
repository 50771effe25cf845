import { type PauseId, pauseIdSchema } from "@purser/contract";

/** What an outbox row for a mail names: which pause, and which person is asked. */
export function mailTarget(pauseId: PauseId, personId: string): string {
  return `${pauseId} ${personId}`;
}

export function readMailTarget(target: string): { pauseId: PauseId; personId: string } {
  const [pauseId, personId = ""] = target.split(" ");
  return { pauseId: pauseIdSchema.parse(pauseId), personId };
}
