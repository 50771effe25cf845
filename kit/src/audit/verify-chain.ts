import { type Json, genesisHash } from "@purser/contract";
import type { AuditRow } from "./audit-file.ts";
import { envelopeHash } from "./envelope-hash.ts";
import { commitmentOf } from "./hash.ts";

/** A row of a log with its body and salt (hex), as a store or an export gives it; both are null once erased. */
export type ChainRow = { envelope: AuditRow; salt: string | null; body: Json };

/** Up to where a log has been verified: its last event, and the hash that the next one must name. */
export type ChainPlace = { seq: number; hash: string };
export const chainStart: ChainPlace = { seq: 0, hash: genesisHash };

export type ChainReport = { kind: "intact"; place: ChainPlace } | { kind: "broken"; seq: number; what: string };

/**
 * Follows the rows of one case in their order, from a place on, and tells the first one that does not hold: a row that
 * is missing, moved or of another case, a row that was altered, a body that is not the one that was committed to.
 *
 * Rows that were cut off at the end are seen only by comparing the place with the head that is known from elsewhere.
 */
export function verifyChain(caseId: string, rows: readonly ChainRow[], from: ChainPlace = chainStart): ChainReport {
  let place = from;
  for (const row of rows) {
    const what = problemOf(caseId, row, place);
    const { seq, hash } = row.envelope;
    if (what !== null) return { kind: "broken", seq: place.seq + 1, what };
    place = { seq, hash };
  }
  return { kind: "intact", place };
}

/** Compares where a log ends with what is known of its head. */
export function verifyHead(place: ChainPlace, head: { version: number; headHash: string }): ChainReport {
  if (place.seq < head.version)
    return {
      kind: "broken",
      seq: place.seq + 1,
      what: `The log ends after event ${place.seq} and its case has ${head.version}.`,
    };
  if (place.seq > head.version)
    return {
      kind: "broken",
      seq: head.version + 1,
      what: `The log has ${place.seq} events and its case only ${head.version}.`,
    };
  if (place.hash !== head.headHash)
    return { kind: "broken", seq: place.seq, what: "The hash of the last event is not the one that its case names." };
  return { kind: "intact", place };
}

function problemOf(caseId: string, { envelope, salt, body }: ChainRow, place: ChainPlace): string | null {
  const { hash, ...fields } = envelope;
  const expected = place.seq + 1;
  if (envelope.caseId !== caseId) return `In its place stands an event of ${envelope.caseId}.`;
  if (envelope.seq !== expected) return `In its place stands event ${envelope.seq}.`;
  if (envelope.previousHash !== place.hash) return "It does not name the hash of the event before it.";
  if (envelopeHash(fields) !== hash) return "Its row has been altered: its hash is not that of its fields.";
  if (salt === null) return null;
  return commitmentOf(body, Buffer.from(salt, "hex")) === envelope.commitment
    ? null
    : "Its body is not the one that its row commits to.";
}
