import { type Attachment, attachmentSchema, PurserError } from "@purser/contract";
import {
  decrypt,
  decryptBytes,
  encrypt,
  encryptBytes,
  nonceBytes,
  sealBytes,
  type SubjectKey,
} from "@purser/kit/audit";
import type { NewFile } from "../cases/file-store.ts";
import type { Random } from "./sealed-event.ts";

/** So many bytes of a file are one part: what is in memory at once when it is read. */
const partBytes = 262_144;
/** A part as it is stored; only the last one may be shorter. */
export const sealedPartBytes = partBytes + sealBytes;

type SealedFile = { described: Uint8Array; parts: readonly Uint8Array[] };

/** What it is, and its parts, each bound to its place in this file. */
export function sealFile({ tenant, file, bytes }: NewFile, key: SubjectKey, random: Random): SealedFile {
  const count = Math.ceil(bytes.length / partBytes);
  const parts = Array.from({ length: count }, (_, number) =>
    encryptBytes(
      bytes.subarray(number * partBytes, (number + 1) * partBytes),
      key,
      random(nonceBytes),
      partContext(tenant, file, number),
    ),
  );
  return { described: encrypt(JSON.stringify(file), key, random(nonceBytes), fileContext(tenant, file)), parts };
}

export function openDescription(
  tenant: string,
  fileId: Attachment["fileId"],
  sealed: Uint8Array,
  key: SubjectKey,
): Attachment {
  return opened(fileId, () => {
    const file = attachmentSchema.parse(JSON.parse(decrypt(sealed, key, fileContext(tenant, { fileId }))));
    if (file.fileId !== fileId) throw new Error("It describes another file.");
    return file;
  });
}

export function openPart(
  tenant: string,
  file: Attachment,
  number: number,
  sealed: Uint8Array,
  key: SubjectKey,
): Uint8Array {
  return opened(file.fileId, () => decryptBytes(sealed, key, partContext(tenant, file, number)));
}

function opened<Value>(fileId: string, open: () => Value): Value {
  try {
    return open();
  } catch (error) {
    throw new PurserError("PUR-3398", `${fileId} does not open.`, { cause: error });
  }
}

function fileContext(tenant: string, { fileId }: Pick<Attachment, "fileId">): string {
  return `${tenant}/${fileId}`;
}

/** The hash and the size are bound in: no part of another file, and no other place, opens as this one. */
function partContext(tenant: string, { fileId, sha256, size }: Attachment, number: number): string {
  return `${tenant}/${fileId}/${sha256}/${size}/${number}`;
}
