import { type CallKey, type CaseEvent, type CaseId, type PauseId, unreachable } from "@purser/contract";
import type {
  CaseFilter,
  CaseListView,
  CaseRow,
  Page,
  PauseFilter,
  PauseRow,
  ReadState,
  StoredEvent,
} from "../../cases/case-store.ts";
import type { CountedFilter } from "../../cases/insight-store.ts";
import { mostWords, searchedWords, textsOf, wordsOf } from "../../cases/case-words.ts";
import type { OwnerRow } from "../../cases/owner-rows.ts";
import { readCaseCursor, writeCaseCursor } from "../case-cursor.ts";
import { snoozedUntil } from "./desk-notes.ts";
import { readLog } from "./claim.ts";
import { isCountedCase } from "./insights.ts";
import { caseRow, caseTime, type MemoryData, tenantData } from "./memory-data.ts";
import { openedEvents, openedRow } from "./opened-event.ts";

export function readCase(data: MemoryData, tenant: string, caseId: CaseId): CaseRow | null {
  const found = tenantData(data, tenant).cases.get(caseId);
  return found === undefined ? null : caseRow(found);
}

export function readState(data: MemoryData, tenant: string, caseId: CaseId): ReadState | null {
  const found = tenantData(data, tenant).cases.get(caseId);
  if (found === undefined) return null;
  return { row: caseRow(found), ...readLog(data, found), now: caseTime(found, data.clock.now()) };
}

export function readEvents(
  data: MemoryData,
  tenant: string,
  caseId: CaseId,
  after: { seq: number; limit: number },
): readonly StoredEvent[] {
  const events = tenantData(data, tenant).cases.get(caseId)?.events ?? [];
  return events.slice(after.seq, after.seq + after.limit).map((row) => openedRow(data, tenant, row));
}

export function readEventsAt(
  data: MemoryData,
  tenant: string,
  caseId: CaseId,
  seqs: readonly number[],
): readonly CaseEvent[] {
  const wanted = new Set(seqs);
  const events = tenantData(data, tenant).cases.get(caseId)?.events ?? [];
  return openedEvents(
    data,
    tenant,
    events.filter(({ envelope }) => wanted.has(envelope.seq)),
  );
}

export function listCases(data: MemoryData, filter: CaseFilter): Page<CaseRow> {
  const after = filter.after === null ? null : writeCaseCursor(readCaseCursor(filter.after));
  const rows = [...tenantData(data, filter.tenant).cases.values()]
    .map(caseRow)
    .filter((row) => filter.status === null || row.status === filter.status)
    .filter((row) => filter.customerId === null || row.customerId === filter.customerId)
    .filter((row) => filter.view === undefined || isInView(data, row, filter.view))
    .filter((row) => filter.search === undefined || isFound(data, row, filter.search))
    .filter((row) => filter.counted === undefined || isMeasured(data, row, filter.counted))
    .filter((row) => filter.assignee === undefined || isWith(data, row, filter.assignee))
    .filter((row) => filter.tags?.every((tag) => tagsOf(data, row).includes(tag)) ?? true)
    .filter((row) => filter.among?.includes(row.caseId) ?? true)
    .toSorted((left, right) => (writeCaseCursor(left) > writeCaseCursor(right) ? -1 : 1))
    .toSorted((left, right) => placeIn(filter, left) - placeIn(filter, right))
    .filter((row) => after === null || writeCaseCursor(row) < after);
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > page.length && last !== undefined ? writeCaseCursor(last) : null };
}

function placeIn({ among }: CaseFilter, { caseId }: CaseRow): number {
  return among?.indexOf(caseId) ?? 0;
}

function tagsOf(data: MemoryData, { tenant, caseId }: CaseRow): readonly string[] {
  return tenantData(data, tenant).tags.get(caseId) ?? [];
}

function isWith(data: MemoryData, { tenant, caseId }: CaseRow, teammateId: string): boolean {
  const owner = tenantData(data, tenant).owners.get(caseId);
  return owner !== undefined && (owner.teammateId === teammateId || owner.assignedTo === teammateId);
}

function isInView(data: MemoryData, row: CaseRow, view: CaseListView): boolean {
  const { tenant, caseId, status } = row;
  const isShown = snoozedUntil(data, tenant, caseId) === null;
  const { owners, pauses } = tenantData(data, tenant);
  const owner = owners.get(caseId);
  const asksTeammate = [...pauses.values()].some(
    (pause) => pause.caseId === caseId && pause.state === "open" && pause.mayAnswer !== "customer",
  );
  switch (view.kind) {
    case "mine":
      return isShown && isWith(data, row, view.teammateId);
    case "unassigned":
      return isShown && owner !== undefined && owner.teammateId === null && owner.assignedTo === null;
    case "approval":
      return asksTeammate;
    case "customer":
      return isShown && status === "waiting" && !asksTeammate;
    case "handed-off":
      return isShown && owner !== undefined;
    case "snoozed":
      return !isShown;
    case "resolved-by-agent":
      return status === "resolved" && owner === undefined;
    default:
      return unreachable(view);
  }
}

function isMeasured(data: MemoryData, { tenant, caseId }: CaseRow, counted: CountedFilter): boolean {
  const measure = tenantData(data, tenant).measures.get(caseId)?.measure ?? null;
  return measure !== null && isCountedCase(measure, counted);
}

function isFound(data: MemoryData, row: CaseRow, search: string): boolean {
  const { tenant, caseId, customerId } = row;
  const known = tenantData(data, tenant).customers.get(search);
  return caseId.startsWith(search) || (known !== undefined && customerId === known) || isSaid(data, row, search);
}

function isSaid(data: MemoryData, { tenant, caseId }: CaseRow, search: string): boolean {
  const searched = searchedWords(search);
  const found = tenantData(data, tenant).cases.get(caseId);
  if (searched.length === 0 || found === undefined || found.isErased) return false;
  const events = openedEvents(data, tenant, found.events);
  const said = new Set(events.flatMap(textsOf).flatMap(wordsOf).slice(0, mostWords));
  return searched.every((word) => said.has(word));
}

export function listOwners(data: MemoryData, tenant: string): readonly OwnerRow[] {
  return [...tenantData(data, tenant).owners.values()].toSorted((one, other) =>
    one.since === other.since ? (one.caseId < other.caseId ? -1 : 1) : one.since < other.since ? -1 : 1,
  );
}

export function listPauses(
  data: MemoryData,
  tenant: string,
  { state, kind }: PauseFilter,
  limit: number,
): readonly PauseRow[] {
  return [...tenantData(data, tenant).pauses.values()]
    .filter((row) => (state === null || row.state === state) && (kind === null || row.kind === kind))
    .toSorted((left, right) => (`${left.expiresAt}${left.pauseId}` < `${right.expiresAt}${right.pauseId}` ? -1 : 1))
    .slice(0, limit);
}

export function findPause(data: MemoryData, tenant: string, pauseId: PauseId): PauseRow | null {
  return tenantData(data, tenant).pauses.get(pauseId) ?? null;
}

export function findCall(data: MemoryData, tenant: string, key: CallKey): CaseId | null {
  return tenantData(data, tenant).calls.get(key) ?? null;
}
