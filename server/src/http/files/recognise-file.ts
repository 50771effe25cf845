import { type Attachment, type FileType, PurserError } from "@purser/contract";
import { fileTypeFromBuffer } from "file-type";
import { imageSize } from "image-size";

/** By what the library calls them. */
const taken: Readonly<Record<string, FileType>> = {
  "image/jpeg": "image/jpeg",
  "image/png": "image/png",
  "image/apng": "image/png",
  "image/webp": "image/webp",
  "image/gif": "image/gif",
  "image/heic": "image/heic",
  "image/heif": "image/heic",
  "application/pdf": "application/pdf",
};

/** Those that every browser shows, and that cannot hold anything that runs. */
const raster: ReadonlySet<FileType> = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);

/** A picture of more pixels is saved and not shown: a few kilobytes can unfold to more than a browser has. */
const mostPixels = 50_000_000;

/**
 * What a file is by its bytes alone. Text is what is UTF-8 without control characters and does not begin as markup: nothing
 * that a browser would run passes as something harmless.
 *
 * @throws PurserError PUR-3391 for all others, and for a picture whose size cannot be read.
 */
export async function recogniseFile(bytes: Uint8Array): Promise<Pick<Attachment, "type" | "picture">> {
  const found = await fileTypeFromBuffer(bytes);
  if (found === undefined) {
    if (!isPlainText(bytes)) throw new PurserError("PUR-3391", "It is no kind of file that is known here.");
    return { type: "text/plain", picture: null };
  }
  const type = taken[found.mime];
  if (type === undefined) throw new PurserError("PUR-3391", `Its bytes say that it is ${found.mime}.`);
  return { type, picture: raster.has(type) ? pictureIn(bytes, type) : null };
}

function pictureIn(bytes: Uint8Array, type: FileType): Attachment["picture"] {
  const { width, height } = sizeOf(bytes, type);
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1)
    throw new PurserError("PUR-3391", `It begins as ${type}, and has no size.`);
  return width * height > mostPixels ? null : { width, height };
}

function sizeOf(bytes: Uint8Array, type: FileType): { width: number; height: number } {
  try {
    return imageSize(bytes);
  } catch (error) {
    throw new PurserError("PUR-3391", `It begins as ${type}, and is no picture.`, { cause: error });
  }
}

/** Tabs, line feeds, form feeds and carriage returns are part of texts. */
const controls = /[^\P{Cc}\t\n\f\r]/u;
const beginsAsMarkup = /^[\s\uFEFF]*<[a-z!?/]/i;

function isPlainText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return !controls.test(text) && !beginsAsMarkup.test(text);
  } catch {
    return false;
  }
}
