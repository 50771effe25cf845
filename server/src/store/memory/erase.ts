import type { Erasure } from "../../cases/case-store.ts";
import { giveUp } from "./append-worker.ts";
import { forgetDeskRows } from "./desk-rows.ts";
import { addRecord } from "./customer-records.ts";
import { type MemoryData, subjectKey, tenantData } from "./memory-data.ts";
import { resealed } from "../sealed-event.ts";

/** False when there are other records or cases of hers by now. */
export function erase(data: MemoryData, { tenant, customerId, caseIds, record }: Erasure): boolean {
  const isComplete = [...tenantData(data, tenant).cases.values()].every(
    (found) => found.customerId !== customerId || caseIds.includes(found.caseId),
  );
  if (!isComplete) return false;
  if (addRecord(data, { tenant, customerId, ...record }) === null) return false;
  const kept = tenantData(data, tenant);
  const lastBodies = caseIds.flatMap((caseId) => {
    const last = kept.cases.get(caseId)?.events.at(-1);
    if (last === undefined || last.body === null || last.envelope.kind !== "case.erased") return [];
    return [{ last, body: last.body, key: subjectKey(data, tenant, last.subjectId) }];
  });
  for (const subject of [customerId, ...caseIds]) kept.wrappedKeys.delete(subject);
  for (const caseId of caseIds) {
    const found = kept.cases.get(caseId);
    if (found === undefined) continue;
    for (const event of found.events) event.body = null;
    giveUp(found);
    found.isErased = true;
    found.runnableSince = null;
    found.wakeAt = null;
    found.state = null;
    found.status = "closed";
  }
  for (const { last, body, key } of lastBodies) {
    last.subjectId = last.envelope.caseId;
    const sealed = resealed(last.envelope, body.sealed, key, subjectKey(data, tenant, last.subjectId), data.random);
    last.body = { salt: body.salt, sealed };
  }
  const isErased = new Set<string>(caseIds);
  for (const [pauseId, row] of kept.pauses) if (isErased.has(row.caseId)) kept.pauses.delete(pauseId);
  for (const [outboxId, row] of kept.outbox) if (isErased.has(row.caseId)) kept.outbox.delete(outboxId);
  for (const beside of [kept.owners, kept.handedAt, kept.tags, kept.snoozes, kept.noteChanges])
    for (const caseId of caseIds) beside.delete(caseId);
  forgetDeskRows(kept, (caseId) => isErased.has(caseId));
  for (const [fileId, { caseId, subjectId }] of kept.files)
    if (isErased.has(caseId) || isErased.has(subjectId) || subjectId === customerId) kept.files.delete(fileId);
  for (const [key, caseId] of kept.calls) if (isErased.has(caseId)) kept.calls.delete(key);
  for (const [ref, id] of kept.customers) if (id === customerId) kept.customers.delete(ref);
  return true;
}
