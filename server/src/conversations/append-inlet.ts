import { type CaseId, type Hash, type NewEvent, type OutboxId, PurserError } from "@purser/contract";
import type { CaseState } from "../cases/case-state.ts";
import type { OutboxRow } from "../cases/case-store.ts";
import { foldLog } from "../cases/folding/fold.ts";
import { outboxRowsOf } from "../cases/outbox-rows.ts";
import { ownerChangeOf } from "../cases/owner-rows.ts";
import { pauseRowsOf } from "../cases/pause-rows.ts";
import type { Desk } from "./desk.ts";
import { type CaseNow, readCaseNow } from "./read-case-now.ts";

type AppendOptions = {
  dedupeKey?: Hash | null;
  outboxDone?: OutboxId | null;
  /** What else is to be told outside because of these events, beside what they tell other cases. */
  outboxFor?: () => readonly OutboxRow[];
  /** The teammates whom the last of them names. */
  mentions?: readonly string[];
};

/** How often a wish is held against a case that moves in the same moment. */
const attempts = 5;

/**
 * Appends what a person or a system wants of a case. `eventsFor` sees the case as it stands and is asked again when the
 * case has moved on in between; what it throws is the answer, and without events nothing is written.
 */
export async function appendSeen(
  caseId: CaseId,
  actorId: string,
  desk: Pick<Desk, "store" | "tenant">,
  eventsFor: (caseNow: CaseNow) => readonly NewEvent[],
  { dedupeKey = null, outboxDone = null, outboxFor = () => [], mentions = [] }: AppendOptions = {},
): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const caseNow = await readCaseNow(caseId, desk);
    const events = eventsFor(caseNow);
    if (events.length === 0) return;
    const result = await desk.store.appendInlet({
      tenant: desk.tenant,
      caseId,
      subjectId: caseNow.row.customerId ?? caseId,
      actorId,
      dedupeKey,
      events,
      open: null,
      expectedVersion: caseNow.row.version,
      notAfter: null,
      pauses: pauseRowsOf(caseNow.state, caseId, events),
      ...ownerChangeOf(caseNow.state, stateAfter(caseNow, events, actorId)),
      outbox: [...outboxRowsOf(caseNow.state, events), ...outboxFor()],
      mentions,
      outboxDone,
    });
    if (result.kind !== "overtaken") return;
  }
  throw new PurserError("PUR-2006", caseId);
}

function stateAfter({ state, now }: CaseNow, events: readonly NewEvent[], actorId: string): CaseState {
  const placed = events.map((event, index) => ({ ...event, seq: state.seq + 1 + index, at: now, actorId, epoch: 0 }));
  return foldLog(state, placed, state);
}

export function refuseClosed({ state, row }: CaseNow): void {
  if (state.lifecycle !== "closed" && state.lifecycle !== "erased") return;
  const { mergedInto } = state;
  throw new PurserError("PUR-2004", mergedInto === null ? row.caseId : `${row.caseId} goes on as ${mergedInto}.`);
}
