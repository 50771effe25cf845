import {
  type CaseEvent,
  type CaseId,
  callKeySchema,
  type CallKey,
  type Envelope,
  type EventBody,
  type EventKind,
  genesisHash,
  type Hash,
  type IdOf,
  type IdPrefix,
  type Instant,
  instantOf,
  type NewEvent,
  type Writer,
} from "@purser/contract";
import { base32, commitmentOf, envelopeHash, hashOf, idFromBytes, sha256 } from "@purser/kit/audit";
import type { CaseHistory, History, ShopFacts, StoredRow, SystemHistory } from "./history.ts";

/** Seconds after the beginning of a written history. */
export function second(seconds: number): Instant {
  return instantOf(Date.UTC(2026, 1, 10, 7, 17, 0) + seconds * 1000);
}

export function idNamed<Prefix extends IdPrefix>(prefix: Prefix, name: string): IdOf<Prefix> {
  return idFromBytes(prefix, Buffer.from(sha256(name), "hex"));
}

export function keyNamed(name: string): CallKey {
  return callKeySchema.parse(base32(Buffer.from(sha256(name), "hex")));
}

/** One event of a written log: what, by whom and when. */
export type WrittenStep = {
  name: string;
  event: NewEvent;
  at: Instant;
  writer: Writer;
  epoch: number;
  actorId: string;
};

export type StepPlace = { at: number; epoch?: number; by?: string };

export function worker<Kind extends EventKind>(
  name: string,
  kind: Kind,
  body: EventBody<Kind>,
  { at, epoch = 1, by = "worker-1" }: StepPlace,
): WrittenStep {
  return { name, event: eventOf(kind, body), at: second(at), writer: "worker", epoch, actorId: by };
}

export function inlet<Kind extends EventKind>(
  name: string,
  kind: Kind,
  body: EventBody<Kind>,
  { at, by = "cus_mia" }: StepPlace,
): WrittenStep {
  return { name, event: eventOf(kind, body), at: second(at), writer: "inlet", epoch: 0, actorId: by };
}

function eventOf<Kind extends EventKind>(kind: Kind, body: EventBody<Kind>): NewEvent {
  const event: { kind: EventKind; body: EventBody<EventKind> } = { kind, body };
  if (!isEvent(event)) throw new Error(`No event: ${kind}`);
  return event;
}

/** The two come from one call whose types agree. */
function isEvent(event: { kind: EventKind; body: EventBody<EventKind> }): event is NewEvent {
  return event.body !== undefined;
}

export type WrittenEnd = CaseHistory["end"];

/** A log of these steps, with a right chain. */
export function writtenCase(name: string, steps: readonly WrittenStep[], end: WrittenEnd): CaseHistory {
  const caseId = idNamed("case", name);
  const rows: StoredRow[] = [];
  let previousHash: Hash = genesisHash;
  for (const step of steps) {
    const row = rowOf(caseId, rows.length + 1, previousHash, step);
    rows.push(row);
    previousHash = row.envelope.hash;
  }
  return { caseId, rows, end };
}

function rowOf(
  caseId: CaseId,
  seq: number,
  previousHash: Hash,
  { event, at, writer, epoch, actorId }: WrittenStep,
): StoredRow {
  const salt = sha256(`${caseId} ${seq}`).slice(0, 32);
  const unhashed: Omit<Envelope, "hash"> = {
    tenant: "main",
    caseId,
    seq,
    at,
    kind: event.kind,
    v: 1,
    writer,
    epoch,
    actorId,
    dedupeKey: null,
    commitment: commitmentOf(event.body, Buffer.from(salt, "hex")),
    previousHash,
  };
  const placed: CaseEvent = { ...event, seq, at, actorId, epoch };
  return { envelope: { ...unhashed, hash: envelopeHash(unhashed) }, event: placed, salt, body: event.body };
}

export const writtenShop: ShopFacts = {
  owners: { "L-10001": "LC-1", "CH-1": "LC-1", "CH-2": "LC-2" },
  paidMinor: {},
  canaries: [{ text: "max@example.com", subject: "LC-2" }],
  planted: [{ text: "canary-of-max", subject: "LC-2" }],
  smallRefund: { published: { blueprintHash: hashOf("blueprint"), mostMinor: 9_000 }, changed: null },
};

/** The history of cases and of one system, the payments. */
export function writtenHistory(
  cases: readonly CaseHistory[],
  payments: Omit<SystemHistory, "name">,
  more: Partial<History> = {},
): History {
  return {
    cases,
    systems: [{ name: "payments", ...payments }],
    witnesses: payments.calls.map(({ key, attempt }) => ({
      system: "payments",
      key,
      attempt,
      intention: { argsHash: hashOf("seen") },
    })),
    acknowledged: [],
    tools: {
      refund_order: { freshForMs: 5_000, once: "key", touches: ({ orderId }) => `Order ${JSON.stringify(orderId)}` },
    },
    prompts: [],
    lines: [],
    doubled: new Set(),
    outputs: [],
    shop: writtenShop,
    endedAt: null,
    ...more,
  };
}
