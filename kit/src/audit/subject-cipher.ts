import { createCipheriv, createDecipheriv } from "node:crypto";

/** 256 bits that encrypt the bodies of one subject (a customer, or a case whose customer is unknown). */
export type SubjectKey = Uint8Array;
export const keyBytes = 32;
export const saltBytes = 16;
export const nonceBytes = 12;
const tagBytes = 16;

/** So many bytes are added to what is encrypted. */
export const sealBytes = nonceBytes + tagBytes;

/** AES-256-GCM: nonce, ciphertext and tag in one. `context` is bound in: a body moved to another row does not open. */
export function encrypt(text: string, key: Uint8Array, nonce: Uint8Array, context: string): Uint8Array {
  return encryptBytes(Buffer.from(text, "utf8"), key, nonce, context);
}

/** The same for bytes. */
export function encryptBytes(bytes: Uint8Array, key: Uint8Array, nonce: Uint8Array, context: string): Uint8Array {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(context, "utf8"));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** The text of `encrypt`; throws when key, context or bytes are not those that it was made with. */
export function decrypt(sealed: Uint8Array, key: Uint8Array, context: string): string {
  return Buffer.from(decryptBytes(sealed, key, context)).toString("utf8");
}

/** The bytes of `encryptBytes`; throws as `decrypt` does. */
export function decryptBytes(sealed: Uint8Array, key: Uint8Array, context: string): Uint8Array {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceBytes));
  decipher.setAAD(Buffer.from(context, "utf8"));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const head = decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes));
  return Buffer.concat([head, decipher.final()]);
}
