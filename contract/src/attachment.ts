import { z } from "zod";
import { fileIdSchema, hashSchema } from "./ids.ts";

/** The kinds of files that are taken, as their bytes say; what a name or a sender says of it counts for nothing. */
export const fileTypeSchema = z.enum([
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/gif",
  "image/heic",
  "application/pdf",
  "text/plain",
]);
export type FileType = z.infer<typeof fileTypeSchema>;

/** A file as messages name it: what it is, and the hash of its bytes, which lie beside the log. */
export const attachmentSchema = z.strictObject({
  fileId: fileIdSchema,
  /** As she called it, without what could be taken for a path, a line or a direction; for people to read, and for nothing else. */
  name: z.string().min(1),
  type: fileTypeSchema,
  /** In bytes. */
  size: z.int().positive(),
  sha256: hashSchema,
  /** In pixels, of a picture that may be shown where it stands; null for what is only saved. */
  picture: z.strictObject({ width: z.int().positive(), height: z.int().positive() }).nullable(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** The files that a message names, by the ids that their uploads were answered with; each once. */
export const namedFilesSchema = z
  .array(fileIdSchema)
  .max(20)
  .refine((ids) => new Set(ids).size === ids.length, "each file once")
  .default([]);

/** What files may be, here and now. */
export const fileBoundsSchema = z.strictObject({
  /** Of one file, in bytes. */
  mostBytes: z.int().positive(),
  /** None where it is 0: no files are taken then. */
  mostPerMessage: z.int().nonnegative(),
});
export type FileBounds = z.infer<typeof fileBoundsSchema>;

/** A message has words or files. */
export function saysSomething({ text, attachments }: { text: string; attachments: readonly string[] }): boolean {
  return text.trim() !== "" || attachments.length > 0;
}
