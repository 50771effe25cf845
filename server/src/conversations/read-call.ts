import { type CallKey, type CallView, PurserError } from "@purser/contract";
import { callHistory } from "../trace/call-history.ts";
import type { Desk } from "./desk.ts";
import { readLog } from "./read-log.ts";

/** A call with all that its case's log says of it. Throws PUR-2002 when there is none. */
export async function readCall(key: CallKey, desk: Pick<Desk, "store" | "tenant">): Promise<CallView> {
  const caseId = await desk.store.findCall(desk.tenant, key);
  const call = caseId === null ? null : callHistory(caseId, await readLog(caseId, desk), key);
  if (call === null) throw new PurserError("PUR-2002", key);
  return call;
}
