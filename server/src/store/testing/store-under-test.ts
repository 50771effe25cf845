import {
  type CallKey,
  type CaseId,
  type EventBody,
  type Hash,
  type IdOf,
  type IdPrefix,
  type Instant,
  type NewEvent,
  callKeySchema,
} from "@purser/contract";
import { base32, idFromBytes, sha256 } from "@purser/kit/audit";
import { FakeClock } from "@purser/kit/testing";
import { afterEach, expect } from "vitest";
import type {
  CaseStore,
  DecisionAppend,
  InletAppend,
  InletResult,
  Lease,
  LeasedCase,
  PauseRow,
  TotalsChange,
} from "../../cases/case-store.ts";

/** A fresh and empty store at a time that the suite sets; `close` also ends what was started for it. */
export type OpenedStore = { store: CaseStore; setTime: (time: Instant) => Promise<void>; close: () => Promise<void> };
export type OpenStore = (start: Instant) => Promise<OpenedStore>;

export type StoreUnderTest = {
  store: CaseStore;
  now: () => Instant;
  advance: (durationMs: number) => Promise<void>;
  setTime: (time: string) => Promise<void>;
};

export const tenant = "acme";

/** For the `describe` block that calls it: opens stores, and closes them after each test. */
export function storesOf(open: OpenStore): () => Promise<StoreUnderTest> {
  const opened: OpenedStore[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  return async () => {
    const clock = new FakeClock("2026-01-05T09:00:00Z");
    const { store, setTime, close } = await open(clock.now());
    opened.push({ store, setTime, close });
    return {
      store,
      now: () => clock.now(),
      advance: async (durationMs) => {
        clock.advance(durationMs);
        await setTime(clock.now());
      },
      setTime: async (time) => {
        clock.set(time);
        await setTime(clock.now());
      },
    };
  };
}

/** The same id for the same name. */
export function idNamed<Prefix extends IdPrefix>(prefix: Prefix, name: string): IdOf<Prefix> {
  return idFromBytes(prefix, Buffer.from(sha256(name), "hex"));
}

export function keyNamed(name: string): CallKey {
  return callKeySchema.parse(base32(Buffer.from(sha256(name), "hex")));
}

export function hashNamed(name: string): Hash {
  return sha256(name);
}

export const blueprintHash = hashNamed("blueprint");
export const customerId = idNamed("cus", "mia");
export const caseId = idNamed("case", "first");
export const otherCaseId = idNamed("case", "second");

export const openedEvent: NewEvent = {
  kind: "case.opened",
  body: {
    trigger: { kind: "message", name: "message" },
    channel: "chat",
    customerId,
    customerRef: "mia@example.com",
    subject: "A coat",
    goal: null,
    procedure: null,
    blueprintHash,
    parent: null,
  },
};

export function messageEvent(text: string, change: Partial<EventBody<"message.received">> = {}): NewEvent {
  const sender = { kind: "customer", id: "mia@example.com" } as const;
  const messageId = idNamed("msg", text);
  return {
    kind: "message.received",
    body: { messageId, channel: "chat", sender, provider: "fake", deliveryId: text, text, answers: null, ...change },
  };
}

export function noteEvent(text: string): NewEvent {
  return { kind: "note.added", body: { by: "agent", text } };
}

/** A message from outside, to the first case unless it says another. */
export function inlet(text: string, change: Partial<InletAppend> = {}): InletAppend {
  return {
    tenant,
    caseId,
    subjectId: customerId,
    actorId: "cus_mia",
    dedupeKey: null,
    events: [messageEvent(text)],
    open: null,
    expectedVersion: null,
    notAfter: null,
    pauses: [],
    outboxDone: null,
    ...change,
  };
}

/** The message that opens a case: two events. */
export function opening(change: Partial<InletAppend> = {}): InletAppend {
  const open = { customerId, channel: "chat", blueprintHash };
  return inlet("My coat is torn.", { events: [openedEvent, messageEvent("My coat is torn.")], open, ...change });
}

/** What a worker writes that has seen the claimed case whole; gives the lease up unless it says otherwise. */
export function workOn(held: LeasedCase, change: Partial<DecisionAppend> = {}): DecisionAppend {
  return {
    lease: held.lease,
    subjectId: customerId,
    actorId: "agent_rules",
    expectedVersion: held.row.version,
    events: [noteEvent("Seen.")],
    status: "waiting",
    customerId: held.row.customerId,
    wakeAt: null,
    state: null,
    pauses: [],
    outbox: [],
    calls: [],
    totals: noTotals,
    releases: true,
    notAfter: null,
    ...change,
  };
}

export const noTotals: TotalsChange = { expected: [], reserve: [], book: [], release: [] };

export function pauseRow(name: string, change: Partial<PauseRow> = {}): PauseRow {
  return {
    pauseId: idNamed("pause", name),
    caseId,
    kind: "approve",
    state: "open",
    mayAnswer: "lead",
    openedAt: instant("2026-01-05T09:00:00.000Z"),
    expiresAt: instant("2026-01-05T10:00:00.000Z"),
    ...change,
  };
}

export function instant(text: string): Instant {
  return new FakeClock(text).now();
}

export const leaseMs = 30_000;

export async function claimAll(store: CaseStore, workerId = "worker-1", limit = 10): Promise<readonly LeasedCase[]> {
  return store.claim({ tenant, workerId, leaseMs, limit });
}

/** Claims the one case that waits for a worker. */
export async function claimOne(store: CaseStore, workerId = "worker-1"): Promise<LeasedCase> {
  const claimed = await claimAll(store, workerId);
  return only(claimed);
}

/** A store with the first case opened and claimed. */
export async function claimedCase(store: CaseStore, change: Partial<InletAppend> = {}): Promise<LeasedCase> {
  await append(store, opening(change));
  return claimOne(store);
}

/** An inlet that must succeed. */
export async function append(
  store: CaseStore,
  request: InletAppend,
): Promise<Extract<InletResult, { kind: "appended" }>> {
  const result = await store.appendInlet(request);
  if (result.kind !== "appended") throw new Error(`Not appended: ${JSON.stringify(result)}`);
  return result;
}

function only<Item>(items: readonly Item[]): Item {
  const [first, ...rest] = items;
  expect(rest).toEqual([]);
  if (first === undefined) throw new Error("None where one was expected.");
  return first;
}

export async function kindsOf(store: CaseStore, id: CaseId = caseId): Promise<readonly string[]> {
  const events = await store.readEvents(tenant, id, 0, 1000);
  return events.map((stored) => stored.envelope.kind);
}

/** A lease as an earlier holder still has it. */
export function passedEpoch(lease: Lease): Lease {
  return { ...lease, epoch: lease.epoch - 1 };
}
