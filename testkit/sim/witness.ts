import { caseIdSchema, type CaseEventOf } from "@purser/contract";
import type { CallEntry } from "../../examples/larkspur/systems/ledger.ts";
import type { CaseStore } from "../../server/src/cases/case-store.ts";

/** A call that arrived at a system, with the intention that was committed by then; null when there was none. */
export type Witness = { system: string; call: CallEntry; intention: CaseEventOf<"call.started"> | null };

const wholeLog = 100_000;

/** Reads the committed log in the moment that a call arrives. */
export async function witnessCall(system: string, call: CallEntry, store: CaseStore): Promise<Witness> {
  const caseId = caseIdSchema.safeParse(call.caseId);
  if (!caseId.success) return { system, call, intention: null };
  const log = await store.readEvents("main", caseId.data, 0, wholeLog);
  for (const { event } of log) {
    if (event?.kind === "call.started" && event.body.key === call.key && event.body.attempt === call.attempt) {
      return { system, call, intention: event };
    }
  }
  return { system, call, intention: null };
}
