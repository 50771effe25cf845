import type { Instant } from "@purser/contract";
import type {
  DecisionAppend,
  DecisionResult,
  Lease,
  OutcomeResult,
  Placed,
  WorkerAppend,
} from "../../cases/case-store.ts";
import { sealState } from "../sealed-state.ts";
import { appendEvents, keepOutbox, keepOwner, keepPauses } from "./append-events.ts";
import { caseTime, type MemoryCase, type MemoryData, subjectKey, tenantData } from "./memory-data.ts";
import { changeTotals, haveTotalsMoved } from "./totals.ts";

export function appendOutcome(data: MemoryData, append: WorkerAppend): OutcomeResult {
  const found = caseOfEpoch(data, append.lease);
  if (found === null || found.isErased) return { kind: "fenced" };
  const wasOvertaken = found.events.length !== append.expectedVersion;
  const placed = write(data, found, append, wasOvertaken, caseTime(found, data.clock.now()));
  return { kind: "appended", placed, headHash: found.headHash, wasOvertaken };
}

export function appendDecision(data: MemoryData, append: DecisionAppend): DecisionResult {
  const found = caseOfEpoch(data, append.lease);
  if (found === null || found.isErased || found.lease === null) return { kind: "fenced" };
  const version = found.events.length;
  if (version !== append.expectedVersion) return { kind: "overtaken", version };
  const at = caseTime(found, data.clock.now());
  if (append.notAfter !== null && at >= append.notAfter) return { kind: "too-late", now: at };
  const { totals } = tenantData(data, append.lease.tenant);
  if (haveTotalsMoved(totals, append.totals.expected)) return { kind: "totals-moved" };
  const placed = write(data, found, append, false, at);
  return { kind: "appended", placed, headHash: found.headHash };
}

export function caseOfEpoch(data: MemoryData, lease: Lease): MemoryCase | null {
  const found = tenantData(data, lease.tenant).cases.get(lease.caseId);
  return found !== undefined && found.epoch === lease.epoch ? found : null;
}

function write(
  data: MemoryData,
  found: MemoryCase,
  append: WorkerAppend,
  wasOvertaken: boolean,
  at: Instant,
): readonly Placed[] {
  const { tenant: name, caseId, epoch } = append.lease;
  const source = { ...append, tenant: name, caseId, writer: "worker", epoch, dedupeKey: null } as const;
  const placed = appendEvents(data, found, source, at);
  found.customerId = append.customerId ?? found.customerId;
  if (!wasOvertaken) keepView(data, found, append);
  found.runnableSince = runnableSince(found, append, wasOvertaken, at);
  if (append.releases) giveUp(found);
  const tenant = tenantData(data, name);
  keepPauses(tenant.pauses, append.pauses);
  keepOwner(tenant, caseId, append.owner);
  keepOutbox(tenant, found, append, at);
  for (const key of append.calls) if (!tenant.calls.has(key)) tenant.calls.set(key, caseId);
  changeTotals(tenant.totals, append.totals, at);
  return placed;
}

/** What the worker knows of the case; only right when it has seen the whole log. */
function keepView(data: MemoryData, found: MemoryCase, append: WorkerAppend): void {
  found.status = append.status;
  found.wakeAt = append.wakeAt;
  if (append.state === null) return;
  const key = subjectKey(data, found.tenant, append.subjectId);
  found.state = sealState(append.state, found, { subjectId: append.subjectId, key }, data.random);
}

/** While a worker holds the case it stays runnable, so that another goes on where a killed one stopped. */
function runnableSince(found: MemoryCase, append: WorkerAppend, wasOvertaken: boolean, at: Instant): Instant | null {
  if (found.isErased) return null;
  if (append.releases) return wasOvertaken ? at : null;
  return found.runnableSince ?? at;
}

export function giveUp(found: MemoryCase): void {
  found.lease = null;
  found.crashes = 0;
}
