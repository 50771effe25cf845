import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { type Hash, caseIdSchema, hashSchema, instantSchema } from "@purser/contract";
import { z } from "zod";
import { canonicalJson } from "./canonical-json.ts";
import { sha256 } from "./hash.ts";

/**
 * A signed statement about the heads of the logs that have grown since the checkpoint before, which it names: together they
 * say of each log how long it was and how it hashed. `headsDigest` is SHA-256 over the lines of `headLine`, by case id.
 */
const unsignedSchema = z.strictObject({
  tenant: z.string(),
  number: z.int().positive(),
  at: instantSchema,
  previousHash: hashSchema,
  heads: z.int().nonnegative(),
  headsDigest: hashSchema,
});
export const checkpointSchema = unsignedSchema.extend({
  /** SHA-256 of the canonical JSON of the fields above. */
  hash: hashSchema,
  /** Ed25519 over `purser checkpoint` and the hash, base64. */
  signature: z.base64(),
});
export type UnsignedCheckpoint = z.infer<typeof unsignedSchema>;
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** Where a log stood. */
export const headSchema = z.strictObject({ caseId: caseIdSchema, version: z.int().positive(), hash: hashSchema });
export type LogHead = z.infer<typeof headSchema>;

export function headLine({ caseId, version, hash }: LogHead): string {
  return `${caseId} ${version} ${hash}\n`;
}

/** Collects head lines in the order of case ids. */
export class HeadsDigest {
  readonly #digest = createHash("sha256");
  #count = 0;

  add(head: LogHead): void {
    this.#digest.update(headLine(head));
    this.#count += 1;
  }

  end(): { heads: number; headsDigest: Hash } {
    return { heads: this.#count, headsDigest: hashSchema.parse(this.#digest.digest("hex")) };
  }
}

/** Ed25519 in PKCS #8 and SPKI is a fixed prefix and 32 bytes. */
const privatePrefix = Buffer.from("302e020100300506032b657004220420", "hex");
const publicPrefix = Buffer.from("302a300506032b6570032100", "hex");

/** The public key of a signing seed of 32 bytes, base64: what an auditor keeps. */
export function publicKeyOf(seed: Uint8Array): string {
  const exported = createPublicKey(privateKeyOf(seed)).export({ type: "spki", format: "der" });
  return exported.subarray(publicPrefix.length).toString("base64");
}

export function signCheckpoint(checkpoint: UnsignedCheckpoint, seed: Uint8Array): Checkpoint {
  const hash = hashOfCheckpoint(checkpoint);
  return { ...checkpoint, hash, signature: sign(null, signedText(hash), privateKeyOf(seed)).toString("base64") };
}

/** What is wrong with a checkpoint by itself; null when its hash and its signature hold. */
export function checkpointProblem({ hash, signature, ...fields }: Checkpoint, publicKey: string): string | null {
  if (hashOfCheckpoint(fields) !== hash) return "It has been altered: its hash is not that of its fields.";
  const der = Buffer.concat([publicPrefix, Buffer.from(publicKey, "base64")]);
  try {
    const key = createPublicKey({ key: der, type: "spki", format: "der" });
    if (verify(null, signedText(hash), key, Buffer.from(signature, "base64"))) return null;
  } catch {
    return "The public key is none.";
  }
  return "Its signature is not by the key of this deployment.";
}

function hashOfCheckpoint(checkpoint: UnsignedCheckpoint): Hash {
  return sha256(canonicalJson(checkpoint));
}

function signedText(hash: Hash): Buffer {
  return Buffer.from(`purser checkpoint ${hash}`, "utf8");
}

function privateKeyOf(seed: Uint8Array) {
  return createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), type: "pkcs8", format: "der" });
}
