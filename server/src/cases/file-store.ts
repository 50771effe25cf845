import type { Attachment, CaseId, CustomerId, FileId } from "@purser/contract";

/** Whose file it is: of a case, which may not be open yet, from `customer`, its own, or from a teammate by their id. */
export type FilePlace = { tenant: string; caseId: CaseId; by: string };

/** A file with its bytes, and whose key they are kept under. */
export type NewFile = FilePlace & { subjectId: CustomerId | CaseId; file: Attachment; bytes: Uint8Array };

/** `isNamed`: a message names it. Until then it is seen by nobody, and swept after a while. */
export type FileRow = Pick<FilePlace, "caseId" | "by"> & { file: Attachment; isNamed: boolean };

/** The files of one message that is about to be written: those of the case that they were sent to, by who sent them. */
export type NamedFiles = FilePlace & { fileIds: readonly FileId[]; into: CaseId };

/**
 * Files lie beside the logs, encrypted under the key of their subject like bodies, in parts: with the key they are gone. What
 * opens is what was kept under this id, with this hash, or it does not open (`PUR-3398`).
 */
export type FileStore = {
  /**
   * Keeps a file whole or not at all; the same id twice is kept once, and answered with the first one. `erased` when the case or
   * the customer has been, also while it was on its way.
   */
  keepFile: (file: NewFile) => Promise<{ kind: "kept" } | { kind: "known"; file: Attachment } | { kind: "erased" }>;
  readFile: (tenant: string, fileId: FileId) => Promise<FileRow | null>;
  /** Its bytes in their order, from part 0 on; null after the last, and once it is gone. */
  readFilePart: (tenant: string, fileId: FileId, number: number) => Promise<Uint8Array | null>;
  /**
   * Keeps these files for as long as the case, which is `into` from now on, and answers with them in this order; null, and
   * nothing is changed, unless all of them are there and of this place. Again, it answers the same.
   */
  nameFiles: (named: NamedFiles) => Promise<readonly Attachment[] | null>;
  /** Takes files away that have been there for as long and are named by no message; answers how many. */
  sweepFiles: (tenant: string, olderThanMs: number) => Promise<number>;
};
