import { caseIdSchema, type CaseEventOf } from "@purser/contract";
import type { CallEntry } from "../../examples/larkspur/systems/ledger.ts";
import type { CaseStore } from "../../server/src/cases/case-store.ts";

/** A call that arrived at a system, with the intention that was committed by then; null when there was none. */
export type Witness = { system: string; call: CallEntry; intention: CaseEventOf<"call.started"> | null };

/** An intention stands near the end of its log when its call arrives; the whole log is read where it does not. */
const lastEvents = 8;

/** Reads the committed log in the moment that a call arrives. */
export async function witnessCall(system: string, call: CallEntry, store: CaseStore): Promise<Witness> {
  const caseId = caseIdSchema.safeParse(call.caseId);
  if (!caseId.success) return { system, call, intention: null };
  const version = (await store.readCase("main", caseId.data))?.version ?? 0;
  const intentionAfter = async (seq: number): Promise<Witness["intention"]> => {
    const log = await store.readEvents("main", caseId.data, seq, version - seq);
    for (const { event } of log) {
      if (event?.kind === "call.started" && event.body.key === call.key && event.body.attempt === call.attempt)
        return event;
    }
    return null;
  };
  const intention = (await intentionAfter(Math.max(0, version - lastEvents))) ?? (await intentionAfter(0));
  return { system, call, intention };
}
