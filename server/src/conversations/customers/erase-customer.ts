import { type CaseId, type CustomerRecord, type ErasureReport, type Instant, PurserError } from "@purser/contract";
import { isBrokenLog } from "../../cases/broken-log.ts";
import { callName } from "../../cases/call-name.ts";
import type { CaseState } from "../../cases/case-state.ts";
import { appendSeen } from "../append-inlet.ts";
import {
  type AuthorityDesk,
  carriedOut,
  type FileDesk,
  findCustomer,
  refuseUnlessInCharge,
  requestToCarryOut,
  standingHolds,
} from "./customer-file.ts";
import { readCaseNow } from "../read-case-now.ts";
import type { Acting } from "../teammate-work.ts";

/** How often it is tried against records and cases that come in the same moment. */
const attempts = 5;

/**
 * What would be erased of a customer, and what stands in the way. A log that cannot be read does not: it is named. Throws PUR-2002 for
 * one who has no case, PUR-2007.
 */
export async function planErasure(who: string, by: Acting, desk: AuthorityDesk): Promise<ErasureReport> {
  refuseUnlessInCharge(by, desk);
  const { customerId, caseIds } = await findCustomer(who, desk);
  const obstacles: ErasureReport["obstacles"] = [];
  const unreadable: ErasureReport["unreadable"] = [];
  const { records, now } = await recordsNow(customerId, desk);
  for (const hold of standingHolds(records, now)) obstacles.push({ caseId: null, why: holdText(hold) });
  for (const caseId of caseIds) {
    const reading = await readToErase(caseId, desk);
    if (reading.kind === "unreadable") unreadable.push({ caseId, why: reading.why });
    const why = reading.kind === "read" ? obstacleIn(reading.state) : null;
    if (why !== null) obstacles.push({ caseId, why });
  }
  return { customerId, caseIds: [...caseIds], obstacles, unreadable, isErased: false };
}

/**
 * Erases a customer, as somebody else has asked for: each of her cases ends with `case.erased`, and then her key, all
 * bodies, salts and states and all that leads to her are destroyed. What is cut short by a crash is finished by doing it
 * again. A hold that is set before her data are destroyed keeps them, also when her cases have ended.
 *
 * @throws PurserError PUR-2170 while a hold stands, PUR-2171 unless it was asked for, PUR-2172 unless this person may carry
 * it out, PUR-2183 while a call is not settled, PUR-2002 for one who has no case, PUR-2007.
 */
export async function eraseCustomer(who: string, by: Acting, desk: AuthorityDesk): Promise<ErasureReport> {
  let plan = await planErasure(who, by, desk);
  if (await isErased(plan, desk)) return { ...plan, isErased: true };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (await destroy(plan, by, desk)) return { ...plan, isErased: true };
    // Something was put on record, or she has opened another case.
    plan = await planErasure(plan.customerId, by, desk);
  }
  throw new PurserError("PUR-2006", who);
}

/** Ends her cases and destroys what they say; false when there are other records or cases of hers by now. */
async function destroy(plan: ErasureReport, by: Acting, desk: AuthorityDesk): Promise<boolean> {
  const { customerId, caseIds } = plan;
  const { records, now } = await recordsNow(customerId, desk);
  refuseWhileHeld(records, now);
  const request = requestToCarryOut("erase", records, by, desk);
  const [obstacle] = plan.obstacles;
  if (obstacle !== undefined) throw new PurserError("PUR-2183", `${obstacle.caseId ?? customerId}: ${obstacle.why}`);
  for (const caseId of caseIds) await endCase(caseId, { by: by.id, legalBasis: request.entry.legalBasis }, desk);
  const record = { after: records.length, by: by.id, entry: carriedOut(request, desk) };
  const { kind } = await desk.store.erase({ tenant: desk.tenant, customerId, caseIds, record });
  return kind === "erased";
}

type End = { by: string; legalBasis: string };

async function endCase(caseId: CaseId, body: End, desk: FileDesk): Promise<void> {
  const { kind } = await readToErase(caseId, desk);
  if (kind === "erased") return;
  if (kind === "unreadable") return endUnreadable(caseId, body, desk);
  await appendSeen(caseId, body.by, desk, ({ state }) => {
    const why = obstacleIn(state);
    if (why !== null) throw new PurserError("PUR-2183", `${caseId}: ${why}`);
    return state.lifecycle === "erased" ? [] : [{ kind: "case.erased", body }];
  });
}

/**
 * Written behind what cannot be read, under the key of the case: nothing is folded, and what is open in it goes with it. Where
 * that key does not open either, her records alone say who erased it.
 */
async function endUnreadable(caseId: CaseId, body: End, { store, tenant }: FileDesk): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const row = await store.readCase(tenant, caseId);
    if (row === null) return;
    const end = {
      tenant,
      caseId,
      subjectId: caseId,
      actorId: body.by,
      dedupeKey: null,
      events: [{ kind: "case.erased" as const, body }],
      open: null,
      expectedVersion: row.version,
      notAfter: null,
      pauses: [],
      outboxDone: null,
    };
    const result = await store.appendInlet(end).catch(refusedAsUnreadable);
    // Overtaken by nothing: it has ended before, and nothing is appended any more.
    if (result?.kind !== "overtaken" || result.version === row.version) return;
  }
  throw new PurserError("PUR-2006", caseId);
}

function refusedAsUnreadable(error: unknown): null {
  if (!isBrokenLog(error)) throw error;
  return null;
}

/** Nothing of hers is left, and that it was erased is on record: as when it is done again after a crash. */
async function isErased({ customerId, caseIds }: ErasureReport, desk: FileDesk): Promise<boolean> {
  const { records } = await recordsNow(customerId, desk);
  if (!records.some(({ entry }) => entry.kind === "request.carried-out" && entry.what === "erase")) return false;
  for (const caseId of caseIds) if ((await readToErase(caseId, desk)).kind !== "erased") return false;
  return true;
}

async function recordsNow(
  customerId: ErasureReport["customerId"],
  { store, tenant }: FileDesk,
): Promise<{ records: readonly CustomerRecord[]; now: Instant }> {
  return { records: await store.readRecords(tenant, customerId), now: await store.now() };
}

function refuseWhileHeld(records: readonly CustomerRecord[], now: Instant): void {
  const [hold] = standingHolds(records, now);
  if (hold !== undefined) throw new PurserError("PUR-2170", holdText(hold));
}

function holdText({ number, by, entry }: ReturnType<typeof standingHolds>[number]): string {
  const ends = entry.until === null ? "until it is released" : `until ${entry.until}`;
  return `Legal hold ${number}, set by ${by}, stands ${ends}: ${entry.basis}`;
}

type ToErase = { kind: "erased" } | { kind: "read"; state: CaseState } | { kind: "unreadable"; why: string };

async function readToErase(caseId: CaseId, desk: FileDesk): Promise<ToErase> {
  try {
    const { state } = await readCaseNow(caseId, desk);
    return state.lifecycle === "erased" ? { kind: "erased" } : { kind: "read", state };
  } catch (error) {
    if (error instanceof PurserError && error.code === "PUR-2182") return { kind: "erased" };
    if (!isBrokenLog(error)) throw error;
    return { kind: "unreadable", why: error.detail };
  }
}

/** What is under way is settled first: erased, nobody could find out what became of it. */
function obstacleIn({ calls, proposals }: CaseState): string | null {
  const [call] = calls;
  if (call !== undefined) return `It is not settled what became of ${callName(call)}.`;
  const carried = proposals.find(({ phase }) => phase.kind === "carrying-out");
  return carried === undefined ? null : "Something is half done in it.";
}
