import type { CaseId, Instant } from "@purser/contract";

/** What the desk notes of a case for itself: no events of the case, and no personal data. */
export type CaseNotes = { tags: readonly string[]; snoozedUntil: Instant | null };
export const noNotes: CaseNotes = { tags: [], snoozedUntil: null };

export type NoteChange =
  | { kind: "tag-added" | "tag-removed"; tag: string }
  | { kind: "snoozed"; until: Instant }
  | { kind: "woken" };
/** A change as it is kept: what it was about is the tag, or until when. */
export type KeptNoteChange = { at: Instant; by: string; kind: NoteChange["kind"]; about: string | null };
export type NoteResult = { kind: "changed" | "unchanged" | "too-many-tags" | "no-such-case" | "erased" | "too-late" };

/** A case has no more tags than this. */
export const mostTags = 20;

/** A case that people have: since when without a break, and when one of them first wrote to the customer since then. */
export type HandedCase = { caseId: CaseId; queue: string; handedAt: Instant; repliedAt: Instant | null };

/** `owed` for cases whose customer waits for the first answer, `answered` for the others; null without a bound. */
export type HandedFrom = { queue: string | null; owed: Instant | null; answered: Instant | null };

/** What an implementation keeps beside the logs for the people at the desk. All of it goes with the customer. */
export type DeskNotes = {
  /** Whoever watches cases is told of a change; a snooze must end in the future. */
  changeNotes: (tenant: string, caseId: CaseId, by: string, change: NoteChange) => Promise<NoteResult>;
  /** Of those that have any; a snooze that is over, by its time or because the customer wrote, is none. */
  readNotes: (tenant: string, caseIds: readonly CaseId[]) => Promise<ReadonlyMap<CaseId, CaseNotes>>;
  /** The last hundred, the newest first. */
  readNoteChanges: (tenant: string, caseId: CaseId) => Promise<readonly KeptNoteChange[]>;
  /** Every tag in use, the most used first, a hundred at most. */
  listTags: (tenant: string) => Promise<readonly { tag: string; cases: number }[]>;
  /**
   * Cases with an event or a note of this time or later, or a snooze that has ended by its time since, the last change last;
   * when there are more than `limit`, those that changed last.
   */
  listChanged: (tenant: string, from: Instant, limit: number) => Promise<readonly CaseId[]>;
  /** Those of these cases that people have. */
  listHandedOver: (tenant: string, caseIds: readonly CaseId[]) => Promise<readonly HandedCase[]>;
  /**
   * Those that people have longest: so many of each queue, and so many again of those whose customer had an answer. Of each
   * of these groups what was handed over first is due first, whatever was promised. `from` says for queues since when they
   * count, and with a queue of null for all others; a group without a word of it counts from its first on.
   */
  listLongestHandedOver: (
    tenant: string,
    mostOfEach: number,
    from: readonly HandedFrom[],
  ) => Promise<readonly HandedCase[]>;
  /**
   * Brings what a search over words finds up to date with the logs, for up to `limit` cases that changed since `from`.
   * Answers from where to go on; a case may have changed in the ten seconds before that.
   */
  indexWords: (
    tenant: string,
    from: Instant | null,
    limit: number,
  ) => Promise<{ next: Instant | null; isDone: boolean }>;
};
