import { type CallKey, type NewEvent, plusMs, unreachable } from "@purser/contract";
import type { FakeClock } from "@purser/kit/testing";
import type {
  CaseStore,
  LeasedCase,
  OutboxRow,
  PauseRow,
  TotalReading,
  TotalsChange,
  WorkerAppend,
} from "../../cases/case-store.ts";
import type { InletStep, Step, WorkStep } from "./test-program-steps.ts";
import {
  blueprintHash,
  hashNamed,
  idNamed,
  keyNamed,
  messageEvent,
  noteEvent,
  openedEvent,
  pauseRow,
} from "./store-under-test.ts";

/** What a program has seen of its store; the next steps refer to it. */
export type ProgramRun = {
  store: CaseStore;
  tenant: string;
  clock: FakeClock;
  leased: LeasedCase[];
  readings: readonly TotalReading[];
};

export function startRun(store: CaseStore, tenant: string, clock: FakeClock): ProgramRun {
  return { store, tenant, clock, leased: [], readings: [] };
}

const caseNumbers = [0, 1, 2] as const;
const totalKeys = ["refunds", "count", "day"] as const;

/** Does one step and answers what the store did. Moving the clock is the caller's. */
export async function runStep(run: ProgramRun, step: Step): Promise<unknown> {
  const { store, tenant } = run;
  switch (step.kind) {
    case "nothing":
    case "advance":
      return null;
    case "inlet":
      return runInlet(run, step);
    case "claim": {
      const { limit, leaseMs } = step;
      const claimed = await store.claim({ tenant, workerId: `worker-${step.worker}`, limit, leaseMs });
      run.leased.unshift(...claimed);
      return claimed;
    }
    case "decide":
    case "record":
      return runWork(run, step);
    case "renew":
      return withLease(run, step.lease, (held) => store.renew(held.lease, step.leaseMs));
    case "release":
      return withLease(run, step.lease, async (held) =>
        store.release(held.lease, await versionSeen(run, held, step.view), wakeAt(run, step.wakeMs)),
      );
    case "send":
      return store.claimOutbox({
        tenant,
        workerId: "sender",
        limit: step.limit,
        leaseMs: step.leaseMs,
        kinds: ["message"],
      });
    case "postpone":
      return store.postponeOutbox(outboxId(run, step.outbox), step.delayMs);
    case "totals":
      run.readings = await store.readTotals(
        tenant,
        totalKeys.map((key) => ({ key, windowMs: step.windowMs })),
      );
      return run.readings;
    case "list":
      return store.listCases({ tenant, status: null, customerId: null, after: null, limit: step.limit });
    default:
      return unreachable(step);
  }
}

/** All that can be read of a tenant. */
export async function readAll(run: ProgramRun): Promise<unknown> {
  const { store, tenant } = run;
  const ids = caseNumbers.map((number) => caseId(run, number));
  return {
    cases: await store.listCases({ tenant, status: null, customerId: null, after: null, limit: 10 }),
    logs: await Promise.all(ids.map((id) => store.readEvents(tenant, id, 0, 1000))),
    states: await Promise.all(ids.map((id) => store.readState(tenant, id))),
    pauses: await store.listPauses(tenant, { state: null, kind: null }, 100),
    totals: await store.readTotals(
      tenant,
      totalKeys.map((key) => ({ key, windowMs: null })),
    ),
    calls: await Promise.all(caseNumbers.map((number) => store.findCall(tenant, call(run, number)))),
    nextWakeAt: await store.nextWakeAt(tenant),
  };
}

async function runInlet(run: ProgramRun, step: InletStep): Promise<unknown> {
  const id = caseId(run, step.case);
  const messages = step.texts.map((text) => messageEvent(text));
  const head = (await run.store.readCase(run.tenant, id))?.version ?? 0;
  const deadline = step.deadlineMs === null ? null : plusMs(run.clock.now(), step.deadlineMs);
  return run.store.appendInlet({
    tenant: run.tenant,
    caseId: id,
    subjectId: step.case === 0 ? id : idNamed("cus", "mia"),
    actorId: "cus_mia",
    dedupeKey: step.delivery === null ? null : hashNamed(`${run.tenant} delivery ${step.delivery}`),
    events: step.opens ? [openedEvent, ...messages] : messages,
    open: step.opens ? { customerId: null, channel: "chat", blueprintHash } : null,
    expectedVersion: step.view === "any" ? null : head - (step.view === "past" ? 1 : 0),
    notAfter: deadline,
    pauses: step.pause === null ? [] : [pause(run, step.pause, "answered")],
    outboxDone: step.outbox === null ? null : outboxId(run, step.outbox),
  });
}

async function runWork(run: ProgramRun, step: WorkStep): Promise<unknown> {
  return withLease(run, step.lease, async (held) => {
    const expectedVersion = await versionSeen(run, held, step.view);
    const append: WorkerAppend = {
      lease: held.lease,
      subjectId: idNamed("cus", "mia"),
      actorId: "agent_rules",
      expectedVersion,
      events: workEvents(run, step),
      status: step.status,
      customerId: step.hasState ? idNamed("cus", "mia") : null,
      wakeAt: wakeAt(run, step.wakeMs),
      state: step.hasState ? { seq: expectedVersion, foldVersion: 1, text: step.texts.join() } : null,
      pauses: step.pause === null ? [] : [pause(run, step.pause, "open")],
      outbox: step.outbox === null ? [] : [outboxRow(run, step.outbox)],
      calls: listed(run, step.call),
      totals: totalsChange(run, step),
      releases: step.releases,
    };
    if (step.kind === "record") return run.store.appendOutcome(append);
    const notAfter = step.deadlineMs === null ? null : plusMs(run.clock.now(), step.deadlineMs);
    return run.store.appendDecision({ ...append, notAfter });
  });
}

function workEvents(run: ProgramRun, step: WorkStep): readonly NewEvent[] {
  const notes = step.texts.map(noteEvent);
  if (step.erases) return [...notes, { kind: "case.erased", body: { by: "admin", legalBasis: "Art. 17" } }];
  if (step.outbox === null || step.outbox === 0) return notes;
  const body = {
    outboxId: outboxId(run, step.outbox),
    channel: "chat",
    text: "Hi",
    claims: [],
    pauseId: null,
    proposalId: null,
  };
  return [{ kind: "message.sent", body }, ...notes];
}

function totalsChange(run: ProgramRun, step: WorkStep): TotalsChange {
  const past = step.expected === "past" ? 1 : 0;
  const expected = run.readings.slice(0, 2).map((reading) => ({ ...reading, version: reading.version - past }));
  const names = step.reserve === null ? [] : totalKeys.slice(step.reserve);
  const callKey = call(run, step.call ?? 0);
  return {
    expected: step.expected === "none" ? [] : expected,
    reserve: names.map((key) => ({ key, name: key, amount: step.amount, callKey })),
    book: listed(run, step.book),
    release: listed(run, step.give),
  };
}

async function withLease(
  run: ProgramRun,
  number: number,
  act: (held: LeasedCase) => Promise<unknown>,
): Promise<unknown> {
  const held = run.leased[number % Math.max(run.leased.length, 1)];
  return held === undefined ? "no lease" : act(held);
}

async function versionSeen(run: ProgramRun, held: LeasedCase, view: WorkStep["view"]): Promise<number> {
  if (view === "claimed") return held.row.version;
  const head = (await run.store.readCase(run.tenant, held.row.caseId))?.version ?? 0;
  return view === "head" ? head : head - 1;
}

function listed(run: ProgramRun, number: number | null): readonly CallKey[] {
  return number === null ? [] : [call(run, number)];
}

function wakeAt(run: ProgramRun, delayMs: number | null): ReturnType<typeof plusMs> | null {
  return delayMs === null ? null : plusMs(run.clock.now(), delayMs);
}

function call(run: ProgramRun, number: number): CallKey {
  return keyNamed(`${run.tenant} call ${number}`);
}

function caseId(run: ProgramRun, number: number): ReturnType<typeof idNamed<"case">> {
  return idNamed("case", `${run.tenant} case ${number}`);
}

function outboxId(run: ProgramRun, number: number): ReturnType<typeof idNamed<"out">> {
  return idNamed("out", `${run.tenant} outbox ${number}`);
}

function outboxRow(run: ProgramRun, number: number): OutboxRow {
  return { outboxId: outboxId(run, number), kind: number === 0 ? "case" : "message", target: "chat" };
}

function pause(run: ProgramRun, number: number, state: PauseRow["state"]): PauseRow {
  return pauseRow(`${run.tenant} pause ${number}`, { state, caseId: caseId(run, number) });
}
