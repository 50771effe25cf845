import { type Attachment, type CaseId, type FileId, PurserError } from "@purser/contract";
import { derivedId, sha256 } from "@purser/kit/audit";
import type { SubjectId } from "../cases/case-store.ts";
import type { Desk } from "./desk.ts";
import { type CaseNow, readCaseNow } from "./read-case-now.ts";

/** In place of a teammate's id: what the customer herself has sent. */
export const customersFiles = "customer";

/** A file as it came in: what its bytes say that it is, under a name that is fit to be shown. */
export type ArrivedFile = Pick<Attachment, "name" | "type" | "picture"> & { bytes: Uint8Array };

/** Files by the case that they were sent to. */
export type SentFiles = { of: CaseId; ids: readonly FileId[] };

/** A case and whose key encrypts what comes in; it may not be open yet. */
type FileInlet = { caseId: CaseId; subjectId: SubjectId; by: string };

type FileDesk = Pick<Desk, "tenant" | "store" | "limits">;

/**
 * Keeps a file until a message names it, or a day is over. The same key of the same sender is the same file: sent again it is
 * answered as it was the first time.
 *
 * @throws PurserError PUR-3395 another file has the key · PUR-2182 the case was erased, also while the file was on its way.
 */
export async function keepFile(
  { caseId, subjectId, by }: FileInlet,
  { bytes, ...described }: ArrivedFile,
  key: string,
  { tenant, store }: FileDesk,
): Promise<Attachment> {
  const source = { purpose: "file", tenant, caseId, by, key };
  const fileId = derivedId("file", source, await store.deploymentSecret());
  const file: Attachment = { fileId, ...described, size: bytes.length, sha256: sha256(bytes) };
  const result = await store.keepFile({ tenant, caseId, subjectId, by, file, bytes });
  if (result.kind === "erased") throw new PurserError("PUR-2182", caseId);
  if (result.kind === "kept") return file;
  if (result.file.sha256 !== file.sha256) throw new PurserError("PUR-3395", fileId);
  return result.file;
}

/**
 * The files that a message of this sender names, which stay from now on for as long as the case that they are said in.
 *
 * @throws PurserError PUR-3393 they are too many · PUR-3394 one of them is not there, or was sent by somebody else or to
 * another case.
 */
export async function nameFiles(
  sent: SentFiles | null,
  by: string,
  into: CaseId,
  { tenant, store, limits }: FileDesk,
): Promise<readonly Attachment[]> {
  if (sent === null || sent.ids.length === 0) return [];
  const { filesPerMessage } = limits();
  if (sent.ids.length > filesPerMessage)
    throw new PurserError("PUR-3393", `${sent.ids.length} are named; a message may have ${filesPerMessage}.`);
  const files = await store.nameFiles({ tenant, caseId: sent.of, by, fileIds: sent.ids, into });
  if (files === null) throw new PurserError("PUR-3394", sent.ids.join(", "));
  return files;
}

/** A file that a message of this case names, or of one that was merged into it; what nobody has said is shown to nobody. Throws PUR-3394. */
export async function findFile(
  caseId: CaseId,
  fileId: FileId,
  desk: Pick<Desk, "tenant" | "store">,
): Promise<Attachment> {
  const row = await desk.store.readFile(desk.tenant, fileId);
  if (row === null || !row.isNamed || !(await goesOnIn(row.caseId, caseId, desk)))
    throw new PurserError("PUR-3394", fileId);
  return row.file;
}

async function goesOnIn(first: CaseId, last: CaseId, desk: Pick<Desk, "tenant" | "store">): Promise<boolean> {
  for (let caseId: CaseId | null = first; caseId !== last;) {
    if (caseId === null) return false;
    const { state }: CaseNow = await readCaseNow(caseId, desk);
    caseId = state.mergedInto;
  }
  return true;
}
