import { type Instant, PurserError, plusMs } from "@purser/contract";
import type { CaseEvent } from "@purser/contract";
import type { ClaimRequest, Lease, LeasedCase, StoredState } from "../../cases/case-store.ts";
import { type OnProblem, parkedMs } from "../parked-case.ts";
import { openState } from "../sealed-state.ts";
import { caseOfEpoch, giveUp } from "./append-worker.ts";
import { caseRow, caseTime, type MemoryCase, type MemoryData, subjectKey, tenantData } from "./memory-data.ts";
import { openedEvents } from "./opened-event.ts";

export function claim(data: MemoryData, request: ClaimRequest, onProblem: OnProblem): readonly LeasedCase[] {
  const now = data.clock.now();
  return [...tenantData(data, request.tenant).cases.values()]
    .map((found) => ({ found, since: waitingSince(found, now) }))
    .filter(({ since }) => since !== "")
    .toSorted((left, right) => compare(left.since, right.since) || compare(left.found.caseId, right.found.caseId))
    .slice(0, request.limit)
    .flatMap(({ found }) => lease(data, found, request, now, onProblem));
}

/** Since when the case has been waiting for a worker; empty when it waits for none. */
function waitingSince(found: MemoryCase, now: Instant): Instant | "" {
  if (found.lease !== null && found.lease.expiresAt > now) return "";
  const dueSince = found.wakeAt !== null && found.wakeAt <= now ? found.wakeAt : null;
  if (dueSince === null || found.runnableSince === null) return dueSince ?? found.runnableSince ?? "";
  return dueSince < found.runnableSince ? dueSince : found.runnableSince;
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function lease(
  data: MemoryData,
  found: MemoryCase,
  request: ClaimRequest,
  now: Instant,
  onProblem: OnProblem,
): readonly LeasedCase[] {
  const { tenant, workerId, leaseMs } = request;
  const { caseId, crashes } = found;
  found.epoch += 1;
  found.lease = { workerId, expiresAt: plusMs(now, leaseMs) };
  found.crashes += 1;
  try {
    const read = readLog(data, found);
    const held: Lease = { tenant, caseId, workerId, epoch: found.epoch };
    return [{ lease: held, row: caseRow(found), ...read, now: caseTime(found, now), crashes }];
  } catch (error) {
    if (!(error instanceof PurserError)) throw error;
    giveUp(found);
    found.runnableSince = null;
    found.wakeAt = plusMs(now, parkedMs);
    onProblem(caseId, error);
    return [];
  }
}

/** The stored state and the events after it. */
export function readLog(
  data: MemoryData,
  found: MemoryCase,
): { state: StoredState | null; events: readonly CaseEvent[] } {
  const { tenant } = found;
  const state =
    found.state === null ? null : openState(found.state, found, subjectKey(data, tenant, found.state.subjectId));
  return { state, events: openedEvents(data, tenant, found.events.slice(state?.seq ?? 0)) };
}

export function renew(data: MemoryData, held: Lease, leaseMs: number): boolean {
  const found = caseOfEpoch(data, held);
  if (found === null || found.lease === null) return false;
  found.lease.expiresAt = plusMs(data.clock.now(), leaseMs);
  return true;
}

/** True when the case is left for another claim. */
export function release(data: MemoryData, held: Lease, seenVersion: number, wakeAt: Instant | null): boolean {
  const found = caseOfEpoch(data, held);
  if (found === null || found.lease === null) return false;
  const isOvertaken = found.events.length > seenVersion;
  found.runnableSince = isOvertaken && !found.isErased ? caseTime(found, data.clock.now()) : null;
  if (!isOvertaken) found.wakeAt = wakeAt;
  giveUp(found);
  return found.runnableSince !== null;
}

export function nextWakeAt(data: MemoryData, tenantName: string): Instant | null {
  const tenant = tenantData(data, tenantName);
  const cases = [...tenant.cases.values()].flatMap((found) => nextDue(found) ?? []);
  const outbox = [...tenant.outbox.values()].map((row) => row.dueAt);
  return [...cases, ...outbox].toSorted(compare)[0] ?? null;
}

function nextDue(found: MemoryCase): Instant | null {
  if (found.lease === null) return found.wakeAt;
  const { expiresAt } = found.lease;
  if (found.runnableSince !== null) return expiresAt;
  if (found.wakeAt === null) return null;
  return found.wakeAt > expiresAt ? found.wakeAt : expiresAt;
}
