import { type Envelope, type Hash, instantSchema } from "@purser/contract";
import { canonicalJson } from "./canonical-json.ts";
import { sha256 } from "./hash.ts";

/** A row without what only the store knows when it locks the case. */
export type UnplacedEnvelope = Omit<Envelope, "seq" | "at" | "previousHash" | "hash">;

/** The hash of a row: SHA-256 over the canonical JSON of all its other fields. */
export function envelopeHash(row: Omit<Envelope, "hash">): Hash {
  return sha256(canonicalJson({ ...row }));
}

/**
 * The canonical JSON of a row, cut where `at`, `previousHash` and `seq` go, in this order: a store that computes the
 * hash where it locks the case joins the four pieces with the three values (`seq` without quotes) and hashes the text.
 */
export type EnvelopeParts = readonly [string, string, string, string];

export function envelopeParts(row: UnplacedEnvelope): EnvelopeParts {
  const text = canonicalJson({ ...row, at: placeholderAt, previousHash: placeholderHash, seq: placeholderSeq });
  const [beforeAt, afterAt] = cut(text, placeholderAt);
  const [beforeHash, afterHash] = cut(afterAt, placeholderHash);
  const [beforeSeq, afterSeq] = cut(afterHash, `"seq":${placeholderSeq}`);
  return [beforeAt, beforeHash, `${beforeSeq}"seq":`, afterSeq];
}

// The keys stand in the order actorId, at, caseId … previousHash, seq …, and no value before them can hold these texts:
// ids and hashes are restricted by the envelope's schema.
const placeholderAt = instantSchema.parse("0000-00-00T00:00:00.000Z");
const placeholderHash = "<previousHash>";
const placeholderSeq = 0;

function cut(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  if (index < 0) throw new Error(`The canonical form of a row lacks ${at}.`);
  return [text.slice(0, index), text.slice(index + at.length)];
}
