import { createHash, createHmac } from "node:crypto";
import { type Hash, type Json, hashSchema } from "@purser/contract";
import { canonicalJson } from "./canonical-json.ts";

/** SHA-256 of bytes, or of a text in UTF-8, as lower-case hex. */
export function sha256(content: string | Uint8Array): Hash {
  return hashSchema.parse(createHash("sha256").update(content).digest("hex"));
}

/** SHA-256 of a value's canonical JSON. */
export function hashOf(value: Json): Hash {
  return sha256(canonicalJson(value));
}

/** The commitment to an event's body: HMAC-SHA-256 over its canonical JSON with the salt that lies beside it. */
export function commitmentOf(body: Json, salt: Uint8Array): Hash {
  return commitmentOfText(canonicalJson(body), salt);
}

/** The commitment to a body that is canonical JSON already. */
export function commitmentOfText(canonical: string, salt: Uint8Array): Hash {
  return hashSchema.parse(createHmac("sha256", salt).update(canonical, "utf8").digest("hex"));
}
