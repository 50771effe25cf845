import { type CaseId, type HandoffTrigger, type Instant, unreachable } from "@purser/contract";
import type { CaseState } from "./case-state.ts";

/** The row of a case that people have, as their queue lists it; no personal data. */
export type OwnerRow = {
  caseId: CaseId;
  queue: string;
  trigger: HandoffTrigger | null;
  topic: string | null;
  /** Whose it is to take, while nobody has it. */
  assignedTo: string | null;
  /** Who has it. */
  teammateId: string | null;
  since: Instant;
};

/** A change of who has a case: a row, or null where no person has it any more. */
export type OwnerChange = { row: OwnerRow | null };

/** What the queue says of a case in this state. */
function ownerRowOf({ caseId, lifecycle, owner }: CaseState): OwnerRow | null {
  if (lifecycle === "closed" || lifecycle === "erased") return null;
  switch (owner.kind) {
    case "agent":
      return null;
    case "queue": {
      const { queue, trigger, topic, assignedTo, since } = owner;
      return { caseId, queue, trigger, topic, assignedTo, teammateId: null, since };
    }
    case "teammate": {
      const { queue, teammateId, since } = owner;
      return { caseId, queue, trigger: null, topic: null, assignedTo: null, teammateId, since };
    }
    default:
      return unreachable(owner);
  }
}

/** What changes in the queue between two states; nothing when the same people have the case as before. */
export function ownerChangeOf(before: CaseState | null, after: CaseState): { owner?: OwnerChange } {
  const [known, row] = [before === null ? null : ownerRowOf(before), ownerRowOf(after)];
  return JSON.stringify(known) === JSON.stringify(row) ? {} : { owner: { row } };
}

/** How many cases each teammate has, or is to take. */
export function loadsOf(rows: readonly OwnerRow[]): ReadonlyMap<string, number> {
  const loads = new Map<string, number>();
  for (const { teammateId, assignedTo } of rows) {
    const id = teammateId ?? assignedTo;
    if (id !== null) loads.set(id, (loads.get(id) ?? 0) + 1);
  }
  return loads;
}
