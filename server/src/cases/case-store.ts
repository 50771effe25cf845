import type {
  CallKey,
  CaseEvent,
  CaseId,
  CaseStatus,
  CustomerEntry,
  CustomerId,
  CustomerRecord,
  Decision,
  Envelope,
  Hash,
  Instant,
  Json,
  NewEvent,
  OutboxId,
  PauseId,
  PendingVersionId,
  PauseKind,
  PauseState,
  PublicationSource,
  PurserError,
  Reservation,
} from "@purser/contract";
import type { FileStore } from "./file-store.ts";
import type { CountedFilter, InsightStore } from "./insight-store.ts";
import type { DeskNotes } from "./desk-notes.ts";
import type { OwnerChange, OwnerRow } from "./owner-rows.ts";

/** Whose key encrypts a body: the customer's, or the case's own while nobody knows her. */
export type SubjectId = CustomerId | CaseId;

/** The right to decide for one case until it expires; every claim raises the epoch. */
export type Lease = { tenant: string; caseId: CaseId; workerId: string; epoch: number };

/** The bounded state at one event, as `foldLog` writes it; stored encrypted, so it may hold personal data. */
export type StoredState = { seq: number; foldVersion: number; text: string };

/** A case as lists show it; no personal data. */
export type CaseRow = {
  tenant: string;
  caseId: CaseId;
  customerId: CustomerId | null;
  channel: string;
  status: CaseStatus;
  version: number;
  headHash: Hash;
  openedAt: Instant;
  updatedAt: Instant;
  wakeAt: Instant | null;
  isRunnable: boolean;
  blueprintHash: Hash;
};

/** The row of a pause as queues list it; its text stands in the case's log. */
export type PauseRow = {
  pauseId: PauseId;
  caseId: CaseId;
  kind: PauseKind;
  state: PauseState;
  mayAnswer: string;
  openedAt: Instant;
  expiresAt: Instant;
};

/**
 * A committed intention to tell the outside something. What, stands in an event of the same append: the one that names
 * the row, or else the last.
 */
export type OutboxRow = { outboxId: OutboxId; kind: "message" | "case" | "signal" | "mail"; target: string };

/**
 * A teammate's answer to a pause, as counts of approvals need it; no personal data of a customer. `policies` are the
 * guardrails that it was asked for. `lookedMs` is how long the person had it before them, where that is known.
 */
export type NewDecision = {
  pauseId: PauseId;
  personId: string;
  decision: Decision;
  openedAt: Instant;
  lookedMs: number | null;
  policies: readonly string[];
};
export type DecisionRow = NewDecision & { caseId: CaseId; decidedAt: Instant };

/** Somebody was named in a note; `seq` is the note's event, and `readAt` null until they have seen that they were. */
export type MentionRow = { personId: string; caseId: CaseId; seq: number; at: Instant; readAt: Instant | null };

/** A total over a sliding window, in whole units; the window is null for all time. */
export type TotalQuery = { key: string; windowMs: number | null };
export type TotalReading = { key: string; value: number; version: number };

/** An event with its row; `event` is null where its body has been erased. */
export type StoredEvent = { envelope: Envelope; event: CaseEvent | null; salt: string | null; body: Json };

/** Where the store put an event. */
export type Placed = { seq: number; at: Instant };

/**
 * What came from outside: a message, an answer, a webhook, a timer, a late outcome. Added at the head; it makes the case
 * runnable. With `open` the case is created by it.
 */
export type InletAppend = {
  tenant: string;
  caseId: CaseId;
  subjectId: SubjectId;
  actorId: string;
  /** One delivery is one event: a second append with the same key changes nothing and answers where the first is. */
  dedupeKey: Hash | null;
  events: readonly NewEvent[];
  open: { customerId: CustomerId | null; channel: string; blueprintHash: Hash } | null;
  /** When given, nothing is written unless the head is this event: the answer to a pause depends on what it has seen. */
  expectedVersion: number | null;
  /** When given, nothing is written once the store's time has reached it. */
  notAfter: Instant | null;
  pauses: readonly PauseRow[];
  /** Absent where it stays as it was. */
  owner?: OwnerChange;
  /** What is to be told outside because of these events; absent for nothing. */
  outbox?: readonly OutboxRow[];
  /** The decision of a teammate that these events are; absent for none. */
  decided?: NewDecision;
  /** The teammates whom the last of these events names; absent for none. */
  mentions?: readonly string[];
  outboxDone: OutboxId | null;
};
export type InletResult =
  | { kind: "appended"; placed: readonly Placed[] }
  | { kind: "duplicate"; caseId: CaseId; seq: number }
  /** The head is another one than was expected, or the case has ended with `case.erased` and takes nothing more. */
  | { kind: "overtaken"; version: number }
  | { kind: "too-late"; now: Instant }
  | { kind: "no-such-case" };

/** What a worker writes under its lease. */
export type WorkerAppend = {
  lease: Lease;
  subjectId: SubjectId;
  actorId: string;
  /** The last event that the worker has seen. */
  expectedVersion: number;
  events: readonly NewEvent[];
  /** What lists and the scheduler need; the status is that after these events. */
  status: CaseStatus;
  /** Null leaves the one that is known. */
  customerId: CustomerId | null;
  wakeAt: Instant | null;
  /** The state before these events, to be stored beside the case; null leaves the stored one. */
  state: StoredState | null;
  pauses: readonly PauseRow[];
  /** Absent where it stays as it was. */
  owner?: OwnerChange;
  outbox: readonly OutboxRow[];
  /** Calls by key, so that a call's case can be found. */
  calls: readonly CallKey[];
  totals: TotalsChange;
  /** Gives the lease up; the case stays runnable when events came in that the worker has not seen. */
  releases: boolean;
};
export type TotalsChange = {
  /** Totals as they were read for the judgement; another version of any of them writes nothing. */
  expected: readonly TotalReading[];
  /** Claimed by a call that starts; a call stands once in a total, with what it claimed last. */
  reserve: readonly (Reservation & { callKey: CallKey })[];
  /** Calls whose reservations are now spent for good. */
  book: readonly CallKey[];
  /** Calls whose reservations are given back. */
  release: readonly CallKey[];
};
export type DecisionAppend = WorkerAppend & { notAfter: Instant | null };

export type DecisionResult =
  | { kind: "appended"; placed: readonly Placed[]; headHash: Hash }
  | { kind: "overtaken"; version: number }
  | { kind: "fenced" }
  | { kind: "totals-moved" }
  | { kind: "too-late"; now: Instant };
export type OutcomeResult =
  | { kind: "appended"; placed: readonly Placed[]; headHash: Hash; wasOvertaken: boolean }
  | { kind: "fenced" };

/**
 * A case that a worker holds: its stored state and the events after it. `now` is not before the last event; `crashes`
 * counts the claims just before this one that ended without giving the lease up.
 */
export type LeasedCase = {
  lease: Lease;
  row: CaseRow;
  state: StoredState | null;
  events: readonly CaseEvent[];
  now: Instant;
  crashes: number;
};

/** A customer whose cases have all ended with `case.erased`, and who is to be forgotten. */
export type Erasure = { tenant: string; customerId: CustomerId; caseIds: readonly CaseId[]; record: NewRecord };

/** What is added to a customer's records, written only if `after` is the number of the last one that there is. */
export type NewRecord = { after: number; by: string; entry: CustomerEntry };
export type RecordAppend = NewRecord & { tenant: string; customerId: CustomerId };

export type ClaimRequest = { tenant: string; workerId: string; leaseMs: number; limit: number };
/** Each kind has its own sender. */
export type OutboxRequest = ClaimRequest & { kinds: readonly OutboxRow["kind"][] };
/**
 * One of at most `limit` uses of what the key names in any window, for each of the rates; the same id takes the same turn
 * until the longest window is over.
 */
export type Turn = { key: string; turnId: string; rates: readonly { limit: number; windowMs: number }[] };
export type OutboxClaim = {
  lease: { workerId: string };
  tenant: string;
  caseId: CaseId;
  outboxId: OutboxId;
  kind: OutboxRow["kind"];
  target: string;
  seq: number;
  attempts: number;
};
export type CaseFilter = {
  tenant: string;
  status: CaseStatus | null;
  customerId: CustomerId | null;
  after: string | null;
  limit: number;
  /** Absent for all. */
  view?: CaseListView;
  /**
   * Cases whose id begins with it, whose customer has exactly this reference, or in which all of its words were said;
   * absent for all.
   */
  search?: string;
  /** Those that a figure of the insights counts; absent for all. */
  counted?: CountedFilter;
  /** Cases that have all of these tags. */
  tags?: readonly string[];
  /** Cases that this teammate has or is to take. */
  assignee?: string;
  /** Only these, in this order, and without a cursor; as often as lists are, a thousand at most. */
  among?: readonly CaseId[];
};
/**
 * What somebody at the desk looks through: `mine` what a teammate has or is to take · `unassigned` what people are to have and
 * nobody has · `approval` what waits for a teammate's answer · `customer` what waits, and for no teammate · `handed-off` what
 * people have · `resolved-by-agent` what came to its end without people · `snoozed` what somebody put off. What is put off is left out of
 * `mine`, `unassigned`, `customer` and `handed-off`.
 */
export type CaseListView =
  | { kind: "mine"; teammateId: string }
  | { kind: "unassigned" | "approval" | "customer" | "handed-off" | "resolved-by-agent" | "snoozed" };
export type Page<Row> = { rows: readonly Row[]; next: string | null };

/** A file of a blueprint, its path below the folder. */
export type KeptFile = { path: string; text: string };

/** A version that was put in force; numbered from 1 on. */
export type Publication = Omit<Publishing, "inPlaceOf"> & {
  number: number;
  at: Instant;
  /** The second person who put it in force; null where one was enough. */
  confirmedBy: string | null;
};
export type Publishing = {
  hash: Hash;
  by: string;
  /** Empty where nobody said. */
  why: string;
  source: PublicationSource;
  /** Only when this version is still in force; null for whichever is. */
  inPlaceOf: Hash | null;
};

/** A version that somebody has made and a second person has to put in force. */
export type NewPendingVersion = {
  pendingId: PendingVersionId;
  hash: Hash;
  /** The version that it was made from: it takes the place of no other one. */
  inPlaceOf: Hash;
  by: string;
  why: string;
  /** What it would permit that the version in force does not, a sentence each. */
  widenings: readonly string[];
};
/** Who is told of a version that waits for a second person. */
export type VersionMail = { outboxId: OutboxId; personId: string };
export type VersionMailClaim = VersionMail & { pendingId: PendingVersionId; attempts: number };
export type PendingVersion = NewPendingVersion & { at: Instant; end: PendingEnd | null };
export type PendingEnd = { kind: "confirmed" | "refused" | "withdrawn"; by: string; why: string; at: Instant };
/** What became of an end: `over` where it had one already, `other-in-force` where what it was made from is in force no more. */
export type PendingEnding = "ended" | "over" | "other-in-force";

/** A process that works on the store. */
export type WorkingProcess = { processId: string; role: "server" | "worker" };

export type StoreHealth = {
  /** The newest step of the schema that was applied, and the newest that this release knows. */
  schema: { applied: number; known: number };
  /** Workers that were seen lately, in this process or others. */
  workers: number;
};

/** What waits, and since when; no personal data. `now` is the store's time when it was counted. */
export type Backlog = {
  now: Instant;
  cases: Readonly<Partial<Record<CaseStatus, number>>>;
  /** Cases that a worker could take now: something came in, or their time has come. */
  runnable: { count: number; oldestSince: Instant | null };
  leases: { held: number; expired: number };
  pauses: readonly { kind: PauseKind; count: number; oldestSince: Instant }[];
  outbox: { count: number; oldestDueAt: Instant | null };
  workers: readonly { processId: string; seenAt: Instant }[];
};

/** `isRunnable` tells whether the change left something for a worker to do; a hint, as polling finds it too. */
export type CaseListener = (caseId: CaseId, isRunnable: boolean) => void;

/** What is being done for a case just now, in words for its customer. */
export type ProgressListener = (caseId: CaseId, doing: string) => void;

/** Null for all. */
export type PauseFilter = { state: PauseState | null; kind: PauseKind | null };

/** A case as it stands, to be folded: its stored state and the events after it. */
export type ReadState = { row: CaseRow; state: StoredState | null; events: readonly CaseEvent[]; now: Instant };
/** One of many cases that are read at once; what is wrong with one log says nothing of the others. */
export type StateReading = ({ kind: "read" } & ReadState) | { kind: "unreadable"; row: CaseRow; error: PurserError };
export type EventPlace = { caseId: CaseId; seq: number };
/** `none`: it is not there, or erased. */
export type EventReading =
  | { kind: "read"; event: CaseEvent }
  | { kind: "none" }
  | { kind: "unreadable"; error: PurserError };

/** Who is writing in a case just now. */
export type TypingListener = (caseId: CaseId, teammateId: string) => void;

/**
 * The store of case logs. Time is the store's; every comparison of times happens in it.
 *
 * An implementation must append all events of one call or none, number them without a gap, chain their hashes as
 * `kit/audit` says, and encrypt bodies and states under the key of their subject. It must never change or delete a
 * stored event, and append nothing to a case after `case.erased`. It throws `PUR-1005` when it cannot tell whether it wrote: the caller then abandons its work as if it
 * had crashed, and the next claim goes by what the log says.
 */
export type CaseStore = InsightStore &
  FileStore &
  DeskNotes & {
    now: () => Promise<Instant>;
    /** The secret that call keys and derived ids are made with; created once with the database. */
    deploymentSecret: () => Promise<Uint8Array>;
    /** The id of the customer with this reference in the systems of record; made on first use, the same ever after. */
    customerOf: (tenant: string, customerRef: string) => Promise<CustomerId>;

    appendInlet: (append: InletAppend) => Promise<InletResult>;
    /** For what has already happened: added at the head whatever came in between, refused only for a passed epoch. */
    appendOutcome: (append: WorkerAppend) => Promise<OutcomeResult>;
    /** For what is decided: written only if nothing came in that the worker has not seen. */
    appendDecision: (append: DecisionAppend) => Promise<DecisionResult>;

    /**
     * Destroys the keys of the customer and of these cases, with all bodies, salts and stored states that were under them,
     * and all rows beside the logs that lead to her, and adds the record that says so, or does nothing when there are other
     * records, or other cases of hers, by now. Of each case its `case.erased` stays readable, where that is its last event and opens,
     * under a key of its own. The rows of the logs stay, and her records.
     */
    erase: (erasure: Erasure) => Promise<{ kind: "erased" } | { kind: "overtaken" }>;

    /** All records of a customer, from the first on. */
    readRecords: (tenant: string, customerId: CustomerId) => Promise<readonly CustomerRecord[]>;
    addRecord: (append: RecordAppend) => Promise<{ kind: "added"; record: CustomerRecord } | { kind: "overtaken" }>;

    /**
     * Leases up to `limit` cases that are runnable or whose wake time has come, the longest waiting first. A case whose log
     * cannot be read (`PUR-5002`) is passed over and tried again after an hour; the store reports it to its operator.
     */
    claim: (request: ClaimRequest) => Promise<readonly LeasedCase[]>;
    /** Prolongs a lease; false when it has passed to another. */
    renew: (lease: Lease, leaseMs: number) => Promise<boolean>;
    /** Gives a lease up without writing; the case stays runnable when its head is beyond `seenVersion`. */
    release: (lease: Lease, seenVersion: number, wakeAt: Instant | null) => Promise<void>;
    /** When the next wake, lease expiry or outbox row is due; it may have passed. Null when nothing waits for a clock. */
    nextWakeAt: (tenant: string) => Promise<Instant | null>;

    readTotals: (tenant: string, queries: readonly TotalQuery[]) => Promise<readonly TotalReading[]>;

    /** Takes a turn, and answers with 0; when all are taken, takes none and answers with how long until one is free. */
    takeTurn: (tenant: string, turn: Turn) => Promise<{ retryAfterMs: number }>;

    claimOutbox: (request: OutboxRequest) => Promise<readonly OutboxClaim[]>;
    /** Puts a row off after a failed send, to be claimed again after the delay. */
    postponeOutbox: (outboxId: OutboxId, delayMs: number) => Promise<void>;

    /** Takes a row away without telling anybody: there is nobody left who could be told. */
    dropOutbox: (outboxId: OutboxId) => Promise<void>;

    readCase: (tenant: string, caseId: CaseId) => Promise<CaseRow | null>;
    /** Throws PUR-5002 when its log cannot be read. */
    readState: (tenant: string, caseId: CaseId) => Promise<ReadState | null>;
    /** `readState` of many at once, in no order and without those that are not there. Throws for none that cannot be read. */
    readStates: (tenant: string, caseIds: readonly CaseId[]) => Promise<readonly StateReading[]>;
    readEvents: (tenant: string, caseId: CaseId, afterSeq: number, limit: number) => Promise<readonly StoredEvent[]>;
    /** The events of these numbers, in order, without those whose bodies have been erased. */
    readEventsAt: (tenant: string, caseId: CaseId, seqs: readonly number[]) => Promise<readonly CaseEvent[]>;
    /** The events at these places of several logs, in their order. Throws for none that cannot be read. */
    readEventsOf: (tenant: string, places: readonly EventPlace[]) => Promise<readonly EventReading[]>;
    listCases: (filter: CaseFilter) => Promise<Page<CaseRow>>;
    /** The one that is due first first. */
    listPauses: (tenant: string, filter: PauseFilter, limit: number) => Promise<readonly PauseRow[]>;
    /** The cases that people have, the one that waits longest first. */
    listOwners: (tenant: string) => Promise<readonly OwnerRow[]>;
    /** The decisions of teammates since then, the last one first; the rows that answers left, and no log is read. */
    listDecisions: (tenant: string, since: Instant, limit: number) => Promise<readonly DecisionRow[]>;
    /** Where a teammate was named, the last first. */
    listMentions: (tenant: string, personId: string, limit: number) => Promise<readonly MentionRow[]>;
    /** They have seen all that named them up to this time. */
    readMentions: (tenant: string, personId: string, upTo: Instant) => Promise<void>;
    findPause: (tenant: string, pauseId: PauseId) => Promise<PauseRow | null>;
    findCall: (tenant: string, key: CallKey) => Promise<CaseId | null>;

    /** Keeps the files of a blueprint version, so that cases that pin it can be carried on by any worker. */
    keepBlueprint: (tenant: string, hash: Hash, files: readonly KeptFile[]) => Promise<void>;
    /** Puts a version in force, from now on, for every process that follows; false where it was to take another's place. */
    publishBlueprint: (tenant: string, publishing: Publishing) => Promise<boolean>;
    /** The version that was published last; null when none was. */
    publishedBlueprint: (tenant: string) => Promise<Hash | null>;
    /** What was published when and by whom, the last one first. */
    listPublications: (tenant: string, limit: number) => Promise<readonly Publication[]>;
    /** With the mails that tell others of it, in one step. */
    keepPendingVersion: (tenant: string, pending: NewPendingVersion, mails: readonly VersionMail[]) => Promise<void>;
    /**
     * Mails about versions that are due, each for one sender for so long; put off and taken away as rows of the outbox are.
     */
    claimVersionMails: (tenant: string, leaseMs: number, limit: number) => Promise<readonly VersionMailClaim[]>;
    /** Those that wait, then those that are over; of each the one that was made last first. */
    listPendingVersions: (tenant: string, limit: number) => Promise<readonly PendingVersion[]>;
    /** Ends it once; `confirmed` puts the version in force in the same step, or nothing happens. */
    endPendingVersion: (
      tenant: string,
      pendingId: PendingVersionId,
      end: Omit<PendingEnd, "at">,
    ) => Promise<PendingEnding>;
    /** Lists the case under a version; which one it is under, its log says. */
    pinCase: (tenant: string, caseId: CaseId, hash: Hash) => Promise<void>;
    readBlueprint: (tenant: string, hash: Hash) => Promise<readonly KeptFile[] | null>;

    /** Notes that a process is at work. A write, so that it fails wherever nothing can be written. */
    beat: (tenant: string, process: WorkingProcess) => Promise<void>;
    readHealth: (tenant: string, workersSeenWithinMs: number) => Promise<StoreHealth>;
    /** Workers that were last seen a day ago or longer are left out. */
    readBacklog: (tenant: string) => Promise<Backlog>;

    /** Connections of this process to whatever the store stands on: none for one in memory. */
    connections: () => Readonly<Record<"busy" | "idle" | "wanted", number>>;

    /** Calls the listener for each case that changed, in this process or another; returns the way to stop. */
    subscribe: (listener: CaseListener) => () => void;
    /**
     * Tells whoever watches now, in this process or another, what is being done for a case. It is no event: it is kept
     * nowhere, has no number, and is never told again to who did not hear it. At most 200 characters are told.
     */
    showProgress: (caseId: CaseId, doing: string) => void;
    watchProgress: (listener: ProgressListener) => () => void;
    /** Tells whoever watches now that a teammate is writing in a case; kept nowhere, like progress. */
    showTyping: (caseId: CaseId, teammateId: string) => void;
    watchTyping: (listener: TypingListener) => () => void;
    close: () => Promise<void>;
  };
