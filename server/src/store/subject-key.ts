import { PurserError } from "@purser/contract";
import { type SubjectKey, decrypt, encrypt, keyBytes, nonceBytes } from "@purser/kit/audit";
import type { Random } from "./sealed-event.ts";

/** A new key of a subject, plain for use now and wrapped by the deployment's key for storing. */
export type NewSubjectKey = { key: SubjectKey; wrapped: Uint8Array };

/** `owner` is bound into the wrapping: tenant and subject id, so that a key moved to another row does not open. */
export function newSubjectKey(owner: string, masterKey: Uint8Array, random: Random): NewSubjectKey {
  const key = random(keyBytes);
  return { key, wrapped: wrapKey(key, owner, masterKey, random) };
}

export function wrapKey(key: Uint8Array, owner: string, masterKey: Uint8Array, random: Random): Uint8Array {
  return encrypt(Buffer.from(key).toString("hex"), masterKey, random(nonceBytes), owner);
}

/** @throws PurserError PUR-5002 when the wrapping was made with another master key or for another owner. */
export function unwrapKey(wrapped: Uint8Array, owner: string, masterKey: Uint8Array): SubjectKey {
  try {
    return Buffer.from(decrypt(wrapped, masterKey, owner), "hex");
  } catch (error) {
    throw new PurserError("PUR-5002", `The key of ${owner} does not open with this master key.`, { cause: error });
  }
}
