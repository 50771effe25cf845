import { type FileBounds, PurserError } from "@purser/contract";
import type { Desk } from "../../conversations/desk.ts";
import type { ArrivedFile } from "../../conversations/files.ts";
import { cleanFileName } from "./file-name.ts";
import { readUpload, type Upload } from "./read-upload.ts";
import { recogniseFile } from "./recognise-file.ts";

/** What a request brings of a file; its name is as somebody else wrote it. */
export type IncomingFile = Upload & { givenName: string };

const pace = { idleMs: 15_000, wholeMs: 240_000 } as const;
/** Of this process, for files that are on their way in. */
const roomBytes = 64_000_000;
const retryAfterMs = 2000;

/** How much of the room is promised to uploads that are under way. */
let promisedBytes = 0;

export function fileBoundsOf({ limits }: Pick<Desk, "limits">): FileBounds {
  const { fileSize, filesPerMessage } = limits();
  return { mostBytes: fileSize, mostPerMessage: filesPerMessage };
}

/**
 * Reads a file to its end and says what it is. Throws PUR-3390 to PUR-3392, PUR-3393 where no files are taken, and PUR-3397 while as
 * many others are on their way as this process has room for.
 */
export async function takeUpload(
  { givenName, ...upload }: IncomingFile,
  { mostBytes, mostPerMessage }: FileBounds,
): Promise<ArrivedFile> {
  if (mostPerMessage === 0) throw new PurserError("PUR-3393", "No files are taken here.");
  const neededBytes = Math.min(upload.declaredBytes ?? mostBytes, mostBytes);
  if (promisedBytes > 0 && promisedBytes + neededBytes > roomBytes)
    throw new PurserError("PUR-3397", "", { retryAfterMs });
  promisedBytes += neededBytes;
  try {
    const bytes = await readUpload(upload, { mostBytes, ...pace });
    const recognised = await recogniseFile(bytes);
    return { bytes, ...recognised, name: cleanFileName(givenName, recognised.type) };
  } finally {
    promisedBytes -= neededBytes;
  }
}
