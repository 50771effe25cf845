import type {
  CallKey,
  CaseId,
  CaseStatus,
  CustomerId,
  CustomerRecord,
  Envelope,
  FileId,
  Hash,
  Instant,
  OutboxId,
  PauseId,
} from "@purser/contract";
import type {
  CaseRow,
  KeptFile,
  OutboxRow,
  PauseRow,
  PendingVersion,
  Publication,
  DecisionRow,
  MentionRow,
  SubjectId,
  VersionMailClaim,
  WorkingProcess,
} from "../../cases/case-store.ts";
import type { CaseMeasure } from "../../cases/case-measure.ts";
import type { KeptNoteChange } from "../../cases/desk-notes.ts";
import type { OwnerRow } from "../../cases/owner-rows.ts";
import type { Random } from "../sealed-event.ts";
import type { SealedState } from "../sealed-state.ts";
import { newSubjectKey, unwrapKey } from "../subject-key.ts";

/** What a store in memory goes by, as Postgres goes by its own clock. */
export type StoreClock = { now: () => Instant };

/** `body` is null once it is erased. */
export type MemoryEvent = {
  envelope: Envelope;
  subjectId: SubjectId;
  body: { salt: Uint8Array; sealed: Uint8Array } | null;
};

export type MemoryCase = {
  readonly tenant: string;
  readonly caseId: CaseId;
  readonly channel: string;
  readonly openedAt: Instant;
  blueprintHash: Hash;
  customerId: CustomerId | null;
  status: CaseStatus;
  headHash: Hash;
  updatedAt: Instant;
  wakeAt: Instant | null;
  /** Null when no worker is wanted. */
  runnableSince: Instant | null;
  isErased: boolean;
  epoch: number;
  lease: { workerId: string; expiresAt: Instant } | null;
  /** Claims in a row that ended without giving the lease up, the present one included. */
  crashes: number;
  state: SealedState | null;
  readonly events: MemoryEvent[];
};

export type MemoryFile = {
  caseId: CaseId;
  readonly subjectId: SubjectId;
  readonly by: string;
  readonly at: Instant;
  isNamed: boolean;
  readonly sealed: { described: Uint8Array; parts: readonly Uint8Array[] };
};

export type MemoryOutboxRow = OutboxRow & { caseId: CaseId; seq: number; attempts: number; dueAt: Instant };
export type MemoryVersionMail = VersionMailClaim & { dueAt: Instant };
export type TotalEntry = { amount: number; state: "reserved" | "booked"; at: Instant };
/** Oldest first. */
export type TakenTurn = { turnId: string; atMs: number };
export type MemoryTotal = { version: number; entries: Map<CallKey, TotalEntry> };

export type TenantData = {
  readonly cases: Map<CaseId, MemoryCase>;
  readonly deliveries: Map<Hash, { caseId: CaseId; seq: number }>;
  readonly pauses: Map<PauseId, PauseRow>;
  readonly owners: Map<CaseId, OwnerRow>;
  readonly decisions: Map<PauseId, DecisionRow>;
  readonly mentions: MentionRow[];
  /** Since when people have a case without a break. */
  readonly handedAt: Map<CaseId, Instant>;
  readonly tags: Map<CaseId, readonly string[]>;
  readonly snoozes: Map<CaseId, { until: Instant; version: number }>;
  /** The oldest first. */
  readonly noteChanges: Map<CaseId, readonly KeptNoteChange[]>;
  readonly files: Map<FileId, MemoryFile>;
  readonly outbox: Map<OutboxId, MemoryOutboxRow>;
  readonly versionMails: Map<OutboxId, MemoryVersionMail>;
  readonly calls: Map<CallKey, CaseId>;
  readonly totals: Map<string, MemoryTotal>;
  readonly turns: Map<string, readonly TakenTurn[]>;
  readonly customers: Map<string, CustomerId>;
  readonly records: Map<CustomerId, CustomerRecord[]>;
  readonly measures: Map<CaseId, { version: number; measure: CaseMeasure | null }>;
  readonly publications: Publication[];
  readonly pendingVersions: PendingVersion[];
  readonly blueprints: Map<Hash, readonly KeptFile[]>;
  readonly wrappedKeys: Map<SubjectId, Uint8Array>;
  readonly heartbeats: Map<string, { role: WorkingProcess["role"]; at: Instant }>;
};

/** All that a memory store holds; the functions beside this file work on it. */
export type MemoryData = {
  readonly clock: StoreClock;
  readonly random: Random;
  readonly masterKey: Uint8Array;
  readonly tenants: Map<string, TenantData>;
};

export function tenantData(data: MemoryData, tenant: string): TenantData {
  const known = data.tenants.get(tenant);
  if (known !== undefined) return known;
  const fresh: TenantData = {
    cases: new Map(),
    deliveries: new Map(),
    pauses: new Map(),
    owners: new Map(),
    decisions: new Map(),
    mentions: [],
    handedAt: new Map(),
    tags: new Map(),
    snoozes: new Map(),
    noteChanges: new Map(),
    files: new Map(),
    outbox: new Map(),
    versionMails: new Map(),
    calls: new Map(),
    totals: new Map(),
    turns: new Map(),
    customers: new Map(),
    records: new Map(),
    measures: new Map(),
    publications: [],
    pendingVersions: [],
    blueprints: new Map(),
    wrappedKeys: new Map(),
    heartbeats: new Map(),
  };
  data.tenants.set(tenant, fresh);
  return fresh;
}

/** The key of a subject; made when there is none. */
export function subjectKey(data: MemoryData, tenant: string, subjectId: SubjectId): Uint8Array {
  const owner = `${tenant}/${subjectId}`;
  const keys = tenantData(data, tenant).wrappedKeys;
  const wrapped = keys.get(subjectId);
  if (wrapped !== undefined) return unwrapKey(wrapped, owner, data.masterKey);
  const made = newSubjectKey(owner, data.masterKey, data.random);
  keys.set(subjectId, made.wrapped);
  return made.key;
}

/** A case's time never goes back, whatever the clock does. */
export function caseTime(found: MemoryCase | null, now: Instant): Instant {
  return found !== null && found.updatedAt > now ? found.updatedAt : now;
}

export function caseRow(found: MemoryCase): CaseRow {
  const { tenant, caseId, customerId, channel, status, headHash, openedAt, updatedAt, wakeAt, blueprintHash } = found;
  const version = found.events.length;
  const isRunnable = found.runnableSince !== null;
  return {
    tenant,
    caseId,
    customerId,
    channel,
    status,
    version,
    headHash,
    openedAt,
    updatedAt,
    wakeAt,
    isRunnable,
    blueprintHash,
  };
}
