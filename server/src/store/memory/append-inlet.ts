import { genesisHash, type Instant } from "@purser/contract";
import type { InletAppend, InletResult } from "../../cases/case-store.ts";
import { appendEvents, keepOutbox, keepOwner, keepPauses } from "./append-events.ts";
import { keepDeskRows } from "./desk-rows.ts";
import { caseTime, type MemoryCase, type MemoryData, tenantData } from "./memory-data.ts";

export function appendInlet(data: MemoryData, append: InletAppend): InletResult {
  const tenant = tenantData(data, append.tenant);
  const delivery = append.dedupeKey === null ? undefined : tenant.deliveries.get(append.dedupeKey);
  if (delivery !== undefined) return { kind: "duplicate", ...delivery };
  const stored = tenant.cases.get(append.caseId) ?? null;
  if (stored === null && append.open === null) return { kind: "no-such-case" };
  const version = stored === null ? 0 : stored.events.length;
  const isMoved = append.expectedVersion !== null && append.expectedVersion !== version;
  if (stored?.isErased === true || isMoved) return { kind: "overtaken", version };
  const at = caseTime(stored, data.clock.now());
  if (append.notAfter !== null && at >= append.notAfter) return { kind: "too-late", now: at };
  const found = stored ?? openedCase(append, at);
  const placed = appendEvents(data, found, { ...append, writer: "inlet", epoch: 0 }, at);
  tenant.cases.set(append.caseId, found);
  found.runnableSince = found.isErased ? null : (found.runnableSince ?? at);
  keepPauses(tenant.pauses, append.pauses);
  keepOwner(tenant, append.caseId, append.owner);
  keepOutbox(tenant, found, append, at);
  keepDeskRows(tenant, append, { seq: found.events.length, at });
  if (append.outboxDone !== null) tenant.outbox.delete(append.outboxDone);
  return { kind: "appended", placed };
}

function openedCase(append: InletAppend, at: Instant): MemoryCase {
  const open = append.open;
  if (open === null) throw new Error("A case is opened by an append that says how.");
  return {
    tenant: append.tenant,
    caseId: append.caseId,
    channel: open.channel,
    openedAt: at,
    blueprintHash: open.blueprintHash,
    customerId: open.customerId,
    status: "working",
    headHash: genesisHash,
    updatedAt: at,
    wakeAt: null,
    runnableSince: null,
    isErased: false,
    epoch: 0,
    lease: null,
    crashes: 0,
    state: null,
    events: [],
  };
}
