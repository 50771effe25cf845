import { type AuditReport, type BrokenLink, type CaseId, PurserError } from "@purser/contract";
import { isBrokenLog } from "../cases/broken-log.ts";
import { chainStart, verifyChain, verifyHead } from "@purser/kit/audit";
import type { CaseRow, StoredEvent } from "../cases/case-store.ts";
import type { Desk } from "./desk.ts";

type Reading = Pick<Desk, "store" | "tenant">;
type Checked = { events: number; problem: BrokenLink | null };

const casesPerPage = 200;
const eventsPerPage = 500;

/** Verifies one case's log, or all, and ends at the first link that does not hold. Throws PUR-2002 for an unknown case. */
export async function verifyLogs(caseId: CaseId | null, desk: Reading): Promise<AuditReport> {
  if (caseId === null) return verifyEach(allCases(desk), desk);
  const row = await desk.store.readCase(desk.tenant, caseId);
  if (row === null) throw new PurserError("PUR-2002", caseId);
  return verifyEach([row], desk);
}

/** Verifies some logs, from the start or from the `next` of the part before on: for who wants to see how far it is. */
export async function verifySomeLogs(after: string | null, limit: number, desk: Reading): Promise<AuditReport> {
  const { store, tenant } = desk;
  const page = await store.listCases({ tenant, status: null, customerId: null, after, limit });
  const report = await verifyEach(page.rows, desk);
  return page.next === null || report.problem !== null ? report : { ...report, next: page.next };
}

async function verifyEach(rows: Iterable<CaseRow> | AsyncIterable<CaseRow>, desk: Reading): Promise<AuditReport> {
  let cases = 0;
  let events = 0;
  for await (const row of rows) {
    const checked = await verifyLog(row, desk);
    cases += 1;
    events += checked.events;
    if (checked.problem !== null) return { cases, events, problem: checked.problem };
  }
  return { cases, events, problem: null };
}

/** A case that changes meanwhile moves to the front of the list and may be missed or seen twice; neither is a fault. */
async function* allCases({ store, tenant }: Reading): AsyncGenerator<CaseRow, void> {
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Reading["store"]["listCases"]>> = await store.listCases({
      tenant,
      status: null,
      customerId: null,
      after,
      limit: casesPerPage,
    });
    yield* page.rows;
    after = page.next;
  } while (after !== null);
}

/** Verifies up to the head that the case had when it was read; what has come in since is not looked at. */
async function verifyLog(row: CaseRow, desk: Reading): Promise<Checked> {
  const { caseId, version } = row;
  let place = chainStart;
  while (place.seq < version) {
    const page = await readPage(caseId, place.seq, Math.min(eventsPerPage, version - place.seq), desk);
    const report = verifyChain(caseId, page.rows, place);
    if (report.kind === "broken")
      return { events: report.seq - 1, problem: { caseId, seq: report.seq, what: report.what } };
    place = report.place;
    if (page.unreadable !== null)
      return { events: place.seq, problem: { caseId, seq: place.seq + 1, what: page.unreadable } };
    if (page.rows.length === 0) break;
  }
  const report = verifyHead(place, row);
  return {
    events: place.seq,
    problem: report.kind === "broken" ? { caseId, seq: report.seq, what: report.what } : null,
  };
}

type Page = { rows: readonly StoredEvent[]; unreadable: string | null };

/** A body that does not open stops the reading of a whole page, so the page is then read row by row up to it. */
async function readPage(caseId: CaseId, seq: number, limit: number, desk: Reading): Promise<Page> {
  try {
    return { rows: await desk.store.readEvents(desk.tenant, caseId, seq, limit), unreadable: null };
  } catch (error) {
    if (!isBrokenLog(error)) throw error;
    if (limit === 1) return { rows: [], unreadable: error.detail };
    const half = Math.floor(limit / 2);
    const first = await readPage(caseId, seq, half, desk);
    if (first.unreadable !== null || first.rows.length < half) return first;
    const second = await readPage(caseId, seq + half, limit - half, desk);
    return { rows: [...first.rows, ...second.rows], unreadable: second.unreadable };
  }
}
