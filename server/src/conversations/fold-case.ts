import type { CaseEvent } from "@purser/contract";
import type { CaseState } from "../cases/case-state.ts";
import type { CaseStore, ReadState } from "../cases/case-store.ts";
import { foldLog } from "../cases/folding/fold.ts";
import { foldRead } from "../cases/folding/read-fold.ts";

/** `events` came after `storedSeq`, the last event in the stored state, 0 for none; `state` is that after them all. */
export type FoldedCase = { storedSeq: number; events: readonly CaseEvent[]; state: CaseState };

/** A case as it was read; where its stored state was written by another fold, the whole log is read and folded. */
export async function foldCase(
  read: Pick<ReadState, "row" | "state" | "events">,
  store: Pick<CaseStore, "readEvents">,
): Promise<FoldedCase> {
  const { tenant, caseId, version } = read.row;
  const state = foldRead(read, { tenant, caseId });
  if (state !== null) return { storedSeq: read.state?.seq ?? 0, events: read.events, state };
  const log = await store.readEvents(tenant, caseId, 0, version);
  const events = log.flatMap(({ event }) => event ?? []);
  return { storedSeq: 0, events, state: foldLog(null, events, { tenant, caseId }) };
}
