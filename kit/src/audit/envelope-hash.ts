import type { Envelope, Hash } from "@purser/contract";
import type { AuditRow } from "./audit-file.ts";
import { canonicalJson } from "./canonical-json.ts";
import { sha256 } from "./hash.ts";

/** A row without what only the store knows when it locks the case. */
export type UnplacedEnvelope = Omit<Envelope, "seq" | "at" | "previousHash" | "hash">;

/** The hash of a row: SHA-256 over the canonical JSON of all its other fields. */
export function envelopeHash(row: Omit<AuditRow, "hash">): Hash {
  return sha256(canonicalJson({ ...row }));
}

/**
 * The canonical JSON of a row, cut where `at`, `previousHash` and `seq` go, in this order: a store that computes the
 * hash where it locks the case joins the four pieces with the three values (`seq` without quotes) and hashes the text.
 */
export type EnvelopeParts = readonly [string, string, string, string];

export function envelopeParts(row: UnplacedEnvelope): EnvelopeParts {
  const { actorId, caseId, commitment, dedupeKey, epoch, kind, tenant, v, writer, ...others } = row;
  // A field that is new has to be given its place: the compiler says so here, and the golden rows that it is the right one.
  const [unplaced] = Object.keys(others satisfies Readonly<Record<string, never>>);
  if (unplaced !== undefined) throw new Error(`The field ${unplaced} has no place in the canonical form of a row.`);
  const json = (value: string | number | null): string => JSON.stringify(value);
  return [
    `{"actorId":${json(actorId)},"at":"`,
    `","caseId":${json(caseId)},"commitment":${json(commitment)},"dedupeKey":${json(dedupeKey)},"epoch":${epoch},"kind":${json(kind)},"previousHash":"`,
    `","seq":`,
    `,"tenant":${json(tenant)},"v":${v},"writer":${json(writer)}}`,
  ];
}
