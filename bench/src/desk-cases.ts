import { performance } from "node:perf_hooks";
import { type CaseEvent, type CaseId, type Hash, hashSchema, instantSchema } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import pg from "pg";
import { foldVersion } from "../../server/dist/cases/case-state.js";
import type { CaseStore, LeasedCase } from "../../server/dist/cases/case-store.js";
import { foldLog } from "../../server/dist/cases/folding/fold.js";
import { ownerChangeOf } from "../../server/dist/cases/owner-rows.js";
import { pauseRowsOf } from "../../server/dist/cases/pause-rows.js";
import { statusOf } from "../../server/dist/cases/status.js";
import { writeStoredState } from "../../server/dist/cases/folding/stored-state.js";
import { replaceClock } from "../../server/dist/store/postgres/demo-clock.js";
import { caseIdOf, draw, eventsOf, openingOf, type SeededCase, tagOf } from "./desk-log.js";

const tenant = "main";
const dayMs = 86_400_000;
const spanMs = 90 * dayMs;
const leaseMs = 3_600_000;
const casesAtOnce = 500;
const writers = 16;
const casesOfACustomer = 8;
/**
 * Cases as a desk has them after three months, the same on each run: opened by a customer's message and carried on under a
 * lease, by the store's own appends, with the state stored beside them; encrypted and chained as all are. Nobody waits for them
 * afterwards. Their words are not indexed and they are not counted among insights, which the server would be busy with for a while.
 */
export async function seedCases(store: CaseStore, url: string, count: number, blueprintHash: Hash): Promise<number> {
  const startedAt = performance.now();
  const clock = await replaceClock(url, instantSchema.parse(new Date(Date.now() - spanMs).toISOString()));
  const customers = Math.max(1, Math.ceil(count / casesOfACustomer));
  for (let from = 0; from < count; from += casesAtOnce) {
    const numbers = Array.from({ length: Math.min(casesAtOnce, count - from) }, (_none, index) => from + index);
    const opened = new Map<CaseId, number>();
    await eachOf(numbers, async (number) => {
      const ref = `LC-${10_000 + (draw(number, "customer") % customers)}`;
      const customerId = await store.customerOf(tenant, ref);
      opened.set(await openCase(store, { number, ref, customerId, blueprintHash }), number);
    });
    const leased = await store.claim({ tenant, workerId: "bench", leaseMs, limit: casesAtOnce });
    if (leased.length !== numbers.length) throw new Error(`${leased.length} of ${numbers.length} cases were claimed.`);
    await eachOf(leased, (each) => carryOn(store, each, opened.get(each.row.caseId) ?? 0));
    await clock.advance((spanMs * numbers.length) / count);
  }
  await clock.close();
  await settle(url);
  return performance.now() - startedAt;
}

async function openCase(store: CaseStore, about: SeededCase): Promise<CaseId> {
  const { number, customerId, blueprintHash } = about;
  const caseId = caseIdOf(number);
  const events = openingOf(about);
  await store.appendInlet({
    tenant,
    caseId,
    subjectId: customerId,
    actorId: customerId,
    dedupeKey: hashSchema.parse(hashOf({ provider: "bench", deliveryId: `${number}` })),
    events,
    open: { customerId, channel: "chat", blueprintHash },
    expectedVersion: null,
    notAfter: null,
    pauses: [],
    outboxDone: null,
  });
  return caseId;
}

/** What the agent and people did about it, in one append. */
async function carryOn(store: CaseStore, leased: LeasedCase, number: number): Promise<void> {
  const { lease, row, now } = leased;
  const place = { tenant, caseId: row.caseId };
  const before = foldLog(null, leased.events, place);
  const events = eventsOf(number, now);
  const placed = events.map((event, index): CaseEvent => {
    return { ...event, seq: row.version + 1 + index, at: now, actorId: "bench", epoch: lease.epoch };
  });
  const after = foldLog(before, placed, place);
  const result = await store.appendDecision({
    lease,
    subjectId: row.customerId ?? row.caseId,
    actorId: "bench",
    expectedVersion: row.version,
    events,
    status: statusOf(after),
    customerId: row.customerId,
    wakeAt: null,
    state: { seq: before.seq, foldVersion, text: writeStoredState(before) },
    pauses: pauseRowsOf(before, row.caseId, events),
    ...ownerChangeOf(before, after),
    outbox: [],
    calls: [],
    totals: { expected: [], reserve: [], book: [], release: [] },
    releases: true,
    notAfter: null,
  });
  if (result.kind !== "appended") throw new Error(`${row.caseId} was not carried on: ${result.kind}.`);
  const tag = tagOf(number);
  if (tag !== null) await store.changeNotes(tenant, row.caseId, "tm-local", { kind: "tag-added", tag });
}

/** The clock is the database's own again; nothing is left to be indexed or counted, and the planner knows the tables. */
async function settle(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "create or replace function purser_now() returns timestamptz language sql volatile as $$ select clock_timestamp() $$",
  );
  await client.query("drop table demo_clock");
  await client.query("insert into case_words select tenant, case_id, version, '{}' from cases on conflict do nothing");
  await client.query(
    "insert into case_measures (tenant, case_id, version, case_updated_at) select tenant, case_id, version, updated_at from cases on conflict do nothing",
  );
  await client.query("vacuum analyze");
  await client.end();
}

/** A few at a time, as many as there are connections. */
async function eachOf<Item>(items: readonly Item[], does: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await does(item);
  };
  await Promise.all(Array.from({ length: writers }, work));
}
