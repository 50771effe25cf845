import { type ApprovalCount, type ApprovalCounts, type Decision, plusMs } from "@purser/contract";
import { leads, roleNow } from "../../blueprint/settings/people.ts";
import type { DecisionRow } from "../../cases/case-store.ts";
import type { Desk } from "../desk.ts";
import type { Acting } from "../teammate-work.ts";

/** So many decisions at most are counted at once: the last ones. */
const mostCounted = 20_000;
const mostListed = 200;
const dayMs = 86_400_000;
/** What was decided within this time of being looked at was hardly read. */
const quickMs = 5_000;

type CountingDesk = Pick<Desk, "store" | "tenant" | "people">;

/**
 * How approvals went in the last days: of everybody for a lead, an admin or an auditor, and of themselves for others.
 * Counted from the rows that answers left, not from logs.
 */
export async function countApprovals(days: number, by: Acting, desk: CountingDesk): Promise<ApprovalCounts> {
  const rows = await decisionsOf(days, mostCounted, desk);
  const seen = rows.filter(mayBeSeenBy(by, desk));
  return {
    days,
    isCut: rows.length === mostCounted,
    total: countOf(seen),
    people: countsBy(seen, ({ personId }) => [personId]),
    policies: countsBy(seen, ({ policies }) => policies),
  };
}

export type DecisionFilter = { personId?: string; policy?: string; decision?: Decision; isQuick?: boolean };

/** The decisions behind a count, the last first, 200 at most; of the same people as the counts. */
export async function listDecisions(
  days: number,
  { personId, policy, decision, isQuick }: DecisionFilter,
  by: Acting,
  desk: CountingDesk,
): Promise<readonly DecisionRow[]> {
  const rows = (await decisionsOf(days, mostCounted, desk)).filter(mayBeSeenBy(by, desk));
  return rows
    .filter(
      (row) =>
        (personId === undefined || row.personId === personId) &&
        (policy === undefined || row.policies.includes(policy)) &&
        (decision === undefined || row.decision === decision) &&
        (isQuick !== true || isQuickly(row)),
    )
    .slice(0, mostListed);
}

async function decisionsOf(days: number, limit: number, { store, tenant }: CountingDesk) {
  return store.listDecisions(tenant, plusMs(await store.now(), -days * dayMs), limit);
}

function mayBeSeenBy({ id, role }: Acting, desk: CountingDesk): (row: DecisionRow) => boolean {
  const now = roleNow(desk.people(), id, role);
  const seesAll = leads(now) || now === "auditor";
  return ({ personId }) => seesAll || personId === id;
}

/** What it is that is most common comes first. */
function countsBy(rows: readonly DecisionRow[], keysOf: (row: DecisionRow) => readonly string[]) {
  const groups = new Map<string, DecisionRow[]>();
  for (const row of rows)
    for (const key of keysOf(row)) {
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push(row);
    }
  return [...groups.entries()]
    .map(([id, group]) => ({ id, count: countOf(group) }))
    .toSorted((one, other) => other.count.decided - one.count.decided || (one.id < other.id ? -1 : 1));
}

function countOf(rows: readonly DecisionRow[]): ApprovalCount {
  const of = (wanted: Decision): number => rows.filter(({ decision }) => decision === wanted).length;
  const approved = of("yes");
  const waits = rows.map(waitMsOf).toSorted((one, other) => one - other);
  return {
    decided: rows.length,
    approved,
    denied: of("no"),
    edited: of("edit"),
    share: rows.length === 0 ? null : approved / rows.length,
    medianMs: rankOf(waits, 0.5),
    ninetiethMs: rankOf(waits, 0.9),
    quick: rows.filter(isQuickly).length,
  };
}

/** The smallest that at least this share of all do not exceed; null for none. */
function rankOf(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

function waitMsOf({ openedAt, decidedAt }: DecisionRow): number {
  return Date.parse(decidedAt) - Date.parse(openedAt);
}

/** Where nobody counted how long it was looked at, it was no longer than since it was asked. */
function isQuickly(row: DecisionRow): boolean {
  return (row.lookedMs ?? waitMsOf(row)) < quickMs;
}
