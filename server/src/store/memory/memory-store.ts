import { type CaseId, type CustomerId } from "@purser/contract";
import { idFromBytes, keyBytes } from "@purser/kit/audit";
import type { CaseListener, CaseStore, EventReading, StateReading } from "../../cases/case-store.ts";
import type { OnProblem } from "../parked-case.ts";
import type { Random } from "../sealed-event.ts";
import { appendInlet } from "./append-inlet.ts";
import { appendDecision, appendOutcome } from "./append-worker.ts";
import { claim, nextWakeAt, release, renew } from "./claim.ts";
import { recordsIn } from "./customer-records.ts";
import { deskRowsIn } from "./desk-rows.ts";
import { filesIn } from "./files.ts";
import { deskNotesIn } from "./desk-notes.ts";
import { erase } from "./erase.ts";
import { type MemoryData, type StoreClock, tenantData } from "./memory-data.ts";
import { insightsIn } from "./insights.ts";
import { claimOutbox, dropOutbox, postponeOutbox } from "./outbox.ts";
import {
  findCall,
  findPause,
  listCases,
  listOwners,
  listPauses,
  readCase,
  readEvents,
  readEventsAt,
  readState,
} from "./read-cases.ts";
import { liveIn } from "./live.ts";
import { beat, readBacklog, readHealth } from "./standing.ts";
import { blueprintsIn } from "./blueprints.ts";
import { readTotals } from "./totals.ts";
import { takeTurn } from "./turns.ts";

export type MemoryStoreOptions = { clock: StoreClock; random: Random; masterKey: Uint8Array; onProblem?: OnProblem };

/**
 * The store of the simulator: one process, and the same run for the same clock and the same random bytes. It has no
 * timers. Each method does its work before it returns its promise, so no two of them mix.
 */
export function openMemoryStore(options: MemoryStoreOptions): CaseStore {
  const { clock, random, masterKey, onProblem = () => {} } = options;
  const data: MemoryData = { clock, random, masterKey, tenants: new Map() };
  const secret = random(keyBytes);
  const listeners = new Set<CaseListener>();
  /** A listener's fault is not the writer's: it is called when the write is over. */
  const tell = (caseId: CaseId, isRunnable: boolean): void => {
    for (const listener of listeners) queueMicrotask(() => listener(caseId, isRunnable));
  };
  const told = <Result extends { kind: string }>(caseId: CaseId, result: Result, isRunnable: boolean): Result => {
    if (result.kind === "appended") tell(caseId, isRunnable);
    return result;
  };
  return {
    now: async () => clock.now(),
    deploymentSecret: async () => secret,
    customerOf: async (tenant, customerRef) => customerOf(data, tenant, customerRef),
    appendInlet: async (append) => told(append.caseId, appendInlet(data, append), true),
    appendOutcome: async (append) => told(append.lease.caseId, appendOutcome(data, append), append.releases),
    appendDecision: async (append) => told(append.lease.caseId, appendDecision(data, append), false),
    erase: async (erasure) => ({ kind: erase(data, erasure) ? "erased" : "overtaken" }),
    ...filesIn(data),
    ...recordsIn(data),
    ...deskNotesIn(data, (caseId) => tell(caseId, false)),
    claim: async (request) => claim(data, request, onProblem),
    renew: async (lease, leaseMs) => renew(data, lease, leaseMs),
    release: async (lease, seenVersion, wakeAt) => {
      if (release(data, lease, seenVersion, wakeAt)) tell(lease.caseId, true);
    },
    nextWakeAt: async (tenant) => nextWakeAt(data, tenant),
    readTotals: async (tenant, queries) => readTotals(tenantData(data, tenant).totals, queries, clock.now()),
    takeTurn: async (tenant, turn) => takeTurn(tenantData(data, tenant).turns, turn, clock.now()),
    claimOutbox: async (request) => claimOutbox(data, request),
    postponeOutbox: async (outboxId, delayMs) => postponeOutbox(data, outboxId, delayMs),
    dropOutbox: async (outboxId) => dropOutbox(data, outboxId),
    ...logsIn(data),
    listCases: async (filter) => listCases(data, filter),
    listOwners: async (tenant) => listOwners(data, tenant),
    ...deskRowsIn(data),
    listPauses: async (tenant, filter, limit) => listPauses(data, tenant, filter, limit),
    findPause: async (tenant, pauseId) => findPause(data, tenant, pauseId),
    findCall: async (tenant, key) => findCall(data, tenant, key),
    ...blueprintsIn(data),
    beat: async (tenant, process) => beat(data, tenant, process),
    readHealth: async (tenant, withinMs) => readHealth(data, tenant, withinMs),
    readBacklog: async (tenant) => readBacklog(data, tenant),
    ...insightsIn(data),
    connections: () => ({ busy: 0, idle: 0, wanted: 0 }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...liveIn(),
    close: async () => listeners.clear(),
  };
}

function customerOf(data: MemoryData, tenant: string, customerRef: string): CustomerId {
  const { customers } = tenantData(data, tenant);
  const known = customers.get(customerRef) ?? idFromBytes("cus", data.random(13));
  customers.set(customerRef, known);
  return known;
}

function logsIn(
  data: MemoryData,
): Pick<CaseStore, "readCase" | "readState" | "readStates" | "readEvents" | "readEventsAt" | "readEventsOf"> {
  return {
    readCase: async (tenant, caseId) => readCase(data, tenant, caseId),
    readState: async (tenant, caseId) => readState(data, tenant, caseId),
    readStates: async (tenant, caseIds) =>
      caseIds.flatMap((caseId): StateReading[] => {
        const read = readState(data, tenant, caseId);
        return read === null ? [] : [{ kind: "read", ...read }];
      }),
    readEvents: async (tenant, caseId, seq, limit) => readEvents(data, tenant, caseId, { seq, limit }),
    readEventsAt: async (tenant, caseId, seqs) => readEventsAt(data, tenant, caseId, seqs),
    readEventsOf: async (tenant, places) =>
      places.map(({ caseId, seq }): EventReading => {
        const [event] = readEventsAt(data, tenant, caseId, [seq]);
        return event === undefined ? { kind: "none" } : { kind: "read", event };
      }),
  };
}
