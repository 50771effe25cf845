import {
  type CaseId,
  type CustomerEntry,
  type CustomerFile,
  type CustomerId,
  customerIdSchema,
  type CustomerRecord,
  type CustomerRequestKind,
  type Instant,
  PurserError,
} from "@purser/contract";
import { isBrokenLog } from "../../cases/broken-log.ts";
import { hashOf } from "@purser/kit/audit";
import { roleNow } from "../../blueprint/settings/people.ts";
import { appendSeen } from "../append-inlet.ts";
import type { Desk } from "../desk.ts";
import type { Acting } from "../teammate-work.ts";

type Entry<Kind extends CustomerEntry["kind"]> = Extract<CustomerEntry, { kind: Kind }>;
/** What was set or asked for, and stands. */
type Standing<Kind extends CustomerEntry["kind"]> = CustomerRecord & { entry: Entry<Kind> };

export type FileDesk = Pick<Desk, "store" | "tenant">;
/** Who decides about customers: who they are now, and whether anybody else is there. */
export type AuthorityDesk = FileDesk & Pick<Desk, "people" | "isSingleOperator">;

const casesPerPage = 200;
/** How often an entry is held against records that grow in the same moment. */
const attempts = 5;

/** The customer with this reference or id, and all her cases. Throws PUR-2002 for one who has no case. */
export async function findCustomer(
  who: string,
  desk: FileDesk,
): Promise<{ customerId: CustomerId; caseIds: readonly CaseId[] }> {
  const parsed = customerIdSchema.safeParse(who);
  const customerId = parsed.success ? parsed.data : await desk.store.customerOf(desk.tenant, who);
  const caseIds = await casesOf(customerId, desk);
  if (caseIds.length === 0) throw new PurserError("PUR-2002", who);
  return { customerId, caseIds };
}

/** All that is on record of a customer, for a lead, an admin or an auditor. Throws PUR-2002, PUR-2007. */
export async function readCustomerFile(who: string, by: Acting, desk: AuthorityDesk): Promise<CustomerFile> {
  const role = roleNow(desk.people(), by.id, by.role);
  if (role !== "auditor") refuseUnlessInCharge(by, desk);
  const { customerId } = await findCustomer(who, desk);
  const records = [...(await desk.store.readRecords(desk.tenant, customerId))];
  const numbers = (found: readonly CustomerRecord[]): number[] => found.map(({ number }) => number);
  const holds = numbers(standingHolds(records, await desk.store.now()));
  const mayCarryOut = requestKinds.filter((what) => mayCarry(what, records, by, desk));
  return { customerId, records, holds, requests: numbers(openRequests(records)), mayCarryOut };
}

const requestKinds = ["erase", "export"] as const;

function mayCarry(
  what: CustomerRequestKind,
  records: readonly CustomerRecord[],
  by: Acting,
  desk: AuthorityDesk,
): boolean {
  try {
    requestToCarryOut(what, records, by, desk);
    return true;
  } catch (error) {
    if (error instanceof PurserError) return false;
    throw error;
  }
}

/** The holds that forbid to erase her at this time. */
export function standingHolds(records: readonly CustomerRecord[], now: Instant): readonly Standing<"hold.set">[] {
  const released = new Set(records.map(({ entry }) => (entry.kind === "hold.released" ? entry.hold : null)));
  return recordsOf(records, "hold.set").filter(
    ({ number, entry }) => !released.has(number) && (entry.until === null || now < entry.until),
  );
}

/** What is asked for and neither carried out nor withdrawn. What is carried out answers all who have asked for it. */
function openRequests(records: readonly CustomerRecord[]): readonly Standing<"request.made">[] {
  return recordsOf(records, "request.made").filter(
    ({ number, entry: { what } }) =>
      !records.some(
        ({ number: later, entry }) =>
          (entry.kind === "request.withdrawn" && entry.request === number) ||
          (entry.kind === "request.carried-out" && entry.what === what && later > number),
      ),
  );
}

/**
 * Forbids to erase her until it is released or ends by itself; the same one twice is one. Each of her cases has it in its
 * log. Throws PUR-2002, PUR-2007 unless a lead or an admin sets it.
 */
export async function setHold(
  who: string,
  { basis, until }: { basis: string; until: Instant | null },
  by: Acting,
  desk: AuthorityDesk,
): Promise<CustomerRecord> {
  refuseUnlessInCharge(by, desk);
  const found = await findCustomer(who, desk);
  const record = await addEntry(found.customerId, by.id, desk, (records, now) => {
    const same = standingHolds(records, now).find(({ entry }) => entry.basis === basis && entry.until === until);
    return same ?? { kind: "hold.set", basis, until };
  });
  const ends = until === null ? "" : ` until ${until}`;
  await noteInCases(found, record, `Legal hold ${record.number}, set by ${record.by}${ends}: ${basis}`, desk);
  return record;
}

/** Throws PUR-2002, PUR-2007, and PUR-2173 for a hold that does not stand. */
export async function releaseHold(
  who: string,
  { hold, reason }: { hold: number; reason: string },
  by: Acting,
  desk: AuthorityDesk,
): Promise<CustomerRecord> {
  refuseUnlessInCharge(by, desk);
  const found = await findCustomer(who, desk);
  const record = await addEntry(found.customerId, by.id, desk, (records, now) => {
    const isStanding = standingHolds(records, now).some(({ number }) => number === hold);
    if (!isStanding) throw new PurserError("PUR-2173", `There is no hold ${hold} that stands.`);
    return { kind: "hold.released", hold, reason };
  });
  await noteInCases(found, record, `Legal hold ${hold} was released by ${by.id}: ${reason}`, desk);
  return record;
}

/** Asks that she be erased or exported; somebody else carries it out. The same person asks once. Throws PUR-2002, PUR-2007. */
export async function makeRequest(
  who: string,
  { what, legalBasis }: { what: CustomerRequestKind; legalBasis: string },
  by: Acting,
  desk: AuthorityDesk,
): Promise<CustomerRecord> {
  refuseUnlessInCharge(by, desk);
  const { customerId } = await findCustomer(who, desk);
  return addEntry(customerId, by.id, desk, (records) => {
    const same = openRequests(records).find(({ by: asker, entry }) => asker === by.id && entry.what === what);
    return same ?? { kind: "request.made", what, legalBasis };
  });
}

/** Throws PUR-2002, PUR-2007, and PUR-2173 for a request that is not open. */
export async function withdrawRequest(
  who: string,
  { request, reason }: { request: number; reason: string },
  by: Acting,
  desk: AuthorityDesk,
): Promise<CustomerRecord> {
  refuseUnlessInCharge(by, desk);
  const { customerId } = await findCustomer(who, desk);
  return addEntry(customerId, by.id, desk, (records) => {
    const isOpen = openRequests(records).some(({ number }) => number === request);
    if (!isOpen) throw new PurserError("PUR-2173", `There is no request ${request} that is open.`);
    return { kind: "request.withdrawn", request, reason };
  });
}

/**
 * The request that this person may carry out: of somebody else, and as an admin; in the single-operator mode any, as a
 * lead or an admin. Throws PUR-2171 when nobody has asked for it, PUR-2172 when this person may not be the second.
 */
export function requestToCarryOut(
  what: CustomerRequestKind,
  records: readonly CustomerRecord[],
  by: Acting,
  desk: AuthorityDesk,
): Standing<"request.made"> {
  refuseUnlessInCharge(by, desk);
  const open = openRequests(records).filter(({ entry }) => entry.what === what);
  if (open[0] === undefined) throw new PurserError("PUR-2171", `No request to ${what} the customer is open.`);
  if (desk.isSingleOperator()) return open[0];
  const asked = open.map(({ number, by: asker }) => `${number} by ${asker}`).join(", ");
  if (roleNow(desk.people(), by.id, by.role) !== "admin")
    throw new PurserError("PUR-2172", `${by.id} is no admin. Open: ${asked}.`);
  const ofAnother = open.find(({ by: asker }) => asker !== by.id);
  if (ofAnother === undefined) throw new PurserError("PUR-2172", `${by.id} has asked for it. Open: ${asked}.`);
  return ofAnother;
}

/** What stands in the records once a request has been carried out. */
export function carriedOut(
  { number, entry: { what } }: Standing<"request.made">,
  desk: Pick<Desk, "isSingleOperator">,
): Entry<"request.carried-out"> {
  return { kind: "request.carried-out", request: number, what, singleOperator: desk.isSingleOperator() };
}

/** Adds what the records that there are by then allow; a record that is there already is the answer. */
export async function addEntry(
  customerId: CustomerId,
  by: string,
  { store, tenant }: FileDesk,
  entryFor: (records: readonly CustomerRecord[], now: Instant) => CustomerEntry | CustomerRecord,
): Promise<CustomerRecord> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const records = await store.readRecords(tenant, customerId);
    const entry = entryFor(records, await store.now());
    if ("number" in entry) return entry;
    const result = await store.addRecord({ tenant, customerId, after: records.length, by, entry });
    if (result.kind === "added") return result.record;
  }
  throw new PurserError("PUR-2006", customerId);
}

/** Throws PUR-2007 for who is neither a lead nor an admin now. */
export function refuseUnlessInCharge(by: Acting, desk: AuthorityDesk): void {
  const role = roleNow(desk.people(), by.id, by.role);
  if (role !== "lead" && role !== "admin")
    throw new PurserError("PUR-2007", "Only a lead or an admin decides about what is kept of a customer.");
}

function recordsOf<Kind extends CustomerEntry["kind"]>(
  records: readonly CustomerRecord[],
  kind: Kind,
): readonly Standing<Kind>[] {
  return records.filter((record): record is Standing<Kind> => record.entry.kind === kind);
}

async function casesOf(customerId: CustomerId, { store, tenant }: FileDesk): Promise<CaseId[]> {
  const found = new Set<CaseId>();
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<FileDesk["store"]["listCases"]>> = await store.listCases({
      tenant,
      status: null,
      customerId,
      after,
      limit: casesPerPage,
    });
    for (const { caseId } of page.rows) found.add(caseId);
    if (page.next === null) return [...found];
    after = page.next;
  }
}

/**
 * What was done stands in the chained log of each case too, once; a case that was erased says nothing more, and one whose log
 * cannot be read takes no note: it holds by her record.
 */
async function noteInCases(
  { customerId, caseIds }: { customerId: CustomerId; caseIds: readonly CaseId[] },
  { number, by }: CustomerRecord,
  text: string,
  desk: FileDesk,
): Promise<void> {
  const note = { kind: "note.added" as const, body: { by, text } };
  for (const caseId of caseIds) {
    const dedupeKey = hashOf(["customer-record", customerId, number, caseId]);
    await appendSeen(caseId, by, desk, ({ state }) => (state.lifecycle === "erased" ? [] : [note]), {
      dedupeKey,
    }).catch((error: unknown) => {
      const isErased = error instanceof PurserError && error.code === "PUR-2182";
      if (!isErased && !isBrokenLog(error)) throw error;
    });
  }
}
