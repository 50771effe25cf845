import type { CaseStore } from "../../cases/case-store.ts";
import type { DeskNotes } from "../../cases/desk-notes.ts";
import type { OnProblem } from "../parked-case.ts";
import type { Random } from "../sealed-event.ts";
import { appendInlet } from "./append-inlet.ts";
import { appendDecision, appendOutcome } from "./append-worker.ts";
import { blueprintsIn } from "./blueprints.ts";
import { wordsIn } from "./case-words.ts";
import { checkDurability } from "./check-durability.ts";
import { claim, nextWakeAt, release, renew, storeTime } from "./claims.ts";
import { recordsIn } from "./customer-records.ts";
import { type Database, openDatabase } from "./database.ts";
import { customerOf, deploymentSecret } from "./deployment.ts";
import { deskNotesIn } from "./desk-notes.ts";
import { erase } from "./erase.ts";
import { filesIn } from "./files.ts";
import { insightsIn } from "./insights.ts";
import { KnownLogs } from "./known-logs.ts";
import type { LogWriter } from "./log-writer.ts";
import { migrate } from "./migrate.ts";
import { readEventsAt, readEventsOf } from "./open-logs.ts";
import { pendingVersionsIn } from "./pending-versions.ts";
import { claimOutbox, dropOutbox, postponeOutbox } from "./outbox.ts";
import { listCases, readCase, readState, readStates } from "./read-cases.ts";
import { readEvents } from "./read-events.ts";
import { deskRowsIn } from "./desk-rows.ts";
import { findCall, findPause, listPauses } from "./read-pauses.ts";
import { Signals } from "./signals.ts";
import { beat, readBacklog, readHealth } from "./standing.ts";
import { openSubjectKeys } from "./subject-keys.ts";
import { readTotals } from "./totals.ts";
import { takeTurn } from "./turns.ts";

export type PostgresStoreOptions = {
  url: string;
  /** 32 bytes that wrap the keys of all subjects; the same for the life of the database. */
  masterKey: Uint8Array;
  random: Random;
  /** Connections for statements; one more is used for signals. */
  poolSize?: number;
  onProblem?: OnProblem;
};

const defaultPoolSize = 10;

/**
 * The store on a Postgres from version 15 on; brings its schema up to date first.
 *
 * @throws PurserError PUR-1005 when the database does not answer, PUR-1006 when it runs with durability off, PUR-1009
 * when a newer release has migrated it, PUR-5002 when it was made with another master key.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<CaseStore> {
  const { url, masterKey, random, poolSize = defaultPoolSize } = options;
  const database = openDatabase(url, poolSize);
  try {
    await checkDurability(database);
    await migrate(url);
    const secret = await deploymentSecret(database, masterKey, random);
    return storeOf(database, secret, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What is told without being written. */
function heardFrom(
  signals: Signals,
): Pick<CaseStore, "subscribe" | "showProgress" | "watchProgress" | "showTyping" | "watchTyping"> {
  return {
    subscribe: (listener) => signals.subscribe(listener),
    showProgress: (caseId, doing) => signals.show("progress", caseId, doing),
    watchProgress: (listener) => signals.watch("progress", listener),
    showTyping: (caseId, teammateId) => signals.show("typing", caseId, teammateId),
    watchTyping: (listener) => signals.watch("typing", listener),
  };
}

/** What is kept for the people at the desk. */
function deskIn(words: Parameters<typeof wordsIn>[0], signals: Signals): DeskNotes {
  return { ...deskNotesIn(words.database, (caseId) => signals.tell(caseId, false)), ...wordsIn(words) };
}

function leasesIn(
  writer: LogWriter,
  signals: Signals,
  onProblem: OnProblem,
): Pick<CaseStore, "claim" | "renew" | "release"> {
  const { database, logs } = writer;
  return {
    claim: (request) => claim(database, writer, request, onProblem),
    renew: (lease, leaseMs) => renew(database, lease, leaseMs),
    release: async (lease, seenVersion, wakeAt) => {
      if (!(await release(database, lease, seenVersion, wakeAt))) return;
      logs.awaitClaim(lease.tenant, lease.caseId);
      signals.tell(lease.caseId, true);
    },
  };
}

function storeOf(database: Database, secret: Uint8Array, options: PostgresStoreOptions): CaseStore {
  const { random, url, onProblem = () => {} } = options;
  const keys = openSubjectKeys(database, options.masterKey, random);
  const signals = new Signals(url, random);
  const logs = new KnownLogs();
  const writer = { database, keys, logs, random };
  const told = async <Result extends { kind: string }>(
    caseId: Parameters<Signals["tell"]>[0],
    appended: Promise<Result>,
    isRunnable: boolean,
  ): Promise<Result> => {
    const result = await appended;
    if (result.kind === "appended") signals.tell(caseId, isRunnable);
    return result;
  };
  return {
    now: () => storeTime(database),
    deploymentSecret: async () => secret,
    customerOf: (tenant, customerRef) => customerOf({ database, secret, random }, tenant, customerRef),
    appendInlet: (append) => told(append.caseId, appendInlet(writer, append), true),
    appendOutcome: (append) => told(append.lease.caseId, appendOutcome(writer, append), append.releases),
    appendDecision: (append) => told(append.lease.caseId, appendDecision(writer, append), false),
    ...filesIn(writer),
    erase: (erasure) => erase({ database, keys, logs, masterKey: options.masterKey, random }, erasure),
    ...recordsIn(database),
    ...deskIn({ database, keys, secret }, signals),
    ...leasesIn(writer, signals, onProblem),
    nextWakeAt: (tenant) => nextWakeAt(database, tenant),
    readTotals: (tenant, queries) => readTotals(database, tenant, queries),
    takeTurn: (tenant, turn) => takeTurn(database, tenant, turn),
    claimOutbox: (request) => claimOutbox(database, request, onProblem),
    postponeOutbox: (outboxId, delayMs) => postponeOutbox(database, outboxId, delayMs),
    dropOutbox: (outboxId) => dropOutbox(database, outboxId),
    readCase: (tenant, caseId) => readCase(database, tenant, caseId),
    readState: (tenant, caseId) => readState(writer, tenant, caseId),
    readStates: (tenant, caseIds) => readStates(writer, tenant, caseIds),
    readEvents: (tenant, caseId, afterSeq, limit) =>
      readEvents(database, keys, { tenant, caseId }, { afterSeq, limit }),
    readEventsAt: (tenant, caseId, seqs) => readEventsAt(database, keys, { tenant, caseId }, seqs),
    readEventsOf: (tenant, places) => readEventsOf(database, keys, tenant, places),
    listCases: (filter) => listCases({ database, secret }, filter),
    ...deskRowsIn(database),
    listPauses: (tenant, filter, limit) => listPauses(database, tenant, filter, limit),
    findPause: (tenant, pauseId) => findPause(database, tenant, pauseId),
    findCall: (tenant, key) => findCall(database, tenant, key),
    ...blueprintsIn(database),
    ...pendingVersionsIn(database, onProblem),
    beat: (tenant, process) => beat(database, tenant, process),
    readHealth: (tenant, withinMs) => readHealth(database, tenant, withinMs),
    readBacklog: (tenant) => readBacklog(database, tenant),
    ...insightsIn(database),
    connections: () => database.connections(),
    ...heardFrom(signals),
    close: async () => {
      logs.close();
      await signals.close();
      await database.close();
    },
  };
}
