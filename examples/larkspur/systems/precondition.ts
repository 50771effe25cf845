import { refuse, type Caller, type Refusal, type WriteOutcome } from "./route.ts";
import type { Ledger } from "./ledger.ts";

/**
 * Holds the precondition of a versioned write: the header `If-Version` must be there (428) and be the record's version
 * (412). A write that comes again under a key that has had its effect meets the version it made itself: it is answered
 * the same 412 and goes into the ledger as a repeat. Null when the write may go on.
 */
export function refusedByVersion(
  caller: Caller,
  record: { id: string; version: number },
  past: Ledger,
): WriteOutcome | null {
  if (caller.ifVersion === null) return refuse(428, "version-missing", "The header If-Version is missing.");
  if (caller.ifVersion === record.version) return null;
  const refusal = versionMismatch(record, caller.ifVersion);
  const isRepeat = caller.key !== null && past.effectsUnder(caller.key).length > 0;
  if (!isRepeat) return refusal;
  const { status, code, message } = refusal;
  return { kind: "noop", status, code, object: record.id, body: { error: { code, message } } };
}

function versionMismatch(record: { id: string; version: number }, expected: number): Refusal {
  return refuse(412, "version-mismatch", `${record.id} is at version ${record.version}, not ${expected}.`);
}
