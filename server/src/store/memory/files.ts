import { epochMsOf, type FileId } from "@purser/contract";
import type { FileRow, FileStore, NamedFiles, NewFile } from "../../cases/file-store.ts";
import { openDescription, openPart, sealFile } from "../sealed-file.ts";
import { type MemoryData, type MemoryFile, subjectKey, tenantData } from "./memory-data.ts";

export function filesIn(data: MemoryData): FileStore {
  const found = (tenant: string, fileId: FileId): MemoryFile | null =>
    tenantData(data, tenant).files.get(fileId) ?? null;
  return {
    keepFile: async (file) => keepFile(data, file),
    readFile: async (tenant, fileId) => rowOf(data, tenant, fileId, found(tenant, fileId)),
    readFilePart: async (tenant, fileId, number) => {
      const row = found(tenant, fileId);
      const part = row?.sealed.parts[number];
      if (row === null || part === undefined) return null;
      const key = subjectKey(data, tenant, row.subjectId);
      return openPart(tenant, openDescription(tenant, fileId, row.sealed.described, key), number, part, key);
    },
    nameFiles: async (named) => nameFiles(data, named),
    sweepFiles: async (tenant, olderThanMs) => {
      const { files, cases, wrappedKeys } = tenantData(data, tenant);
      const old = [...files].filter(
        ([, { isNamed, at }]) => !isNamed && epochMsOf(data.clock.now()) - epochMsOf(at) >= olderThanMs,
      );
      for (const [fileId] of old) files.delete(fileId);
      const inUse = new Set([...files.values()].map(({ subjectId }) => subjectId));
      for (const [, { subjectId, caseId }] of old)
        if (subjectId === caseId && !cases.has(caseId) && !inUse.has(subjectId)) wrappedKeys.delete(subjectId);
      return old.length;
    },
  };
}

function keepFile(data: MemoryData, kept: NewFile): Awaited<ReturnType<FileStore["keepFile"]>> {
  const { tenant, caseId, subjectId, by, file } = kept;
  const { files, cases, customers } = tenantData(data, tenant);
  const known = rowOf(data, tenant, file.fileId, files.get(file.fileId) ?? null);
  if (known !== null) return { kind: "known", file: known.file };
  const isForgotten = subjectId !== caseId && ![...customers.values()].some((customerId) => customerId === subjectId);
  if (isForgotten || cases.get(caseId)?.isErased === true) return { kind: "erased" };
  const sealed = sealFile(kept, subjectKey(data, tenant, subjectId), data.random);
  files.set(file.fileId, { caseId, subjectId, by, at: data.clock.now(), isNamed: false, sealed });
  return { kind: "kept" };
}

function rowOf(data: MemoryData, tenant: string, fileId: FileId, found: MemoryFile | null): FileRow | null {
  if (found === null) return null;
  const { caseId, by, isNamed, subjectId, sealed } = found;
  const file = openDescription(tenant, fileId, sealed.described, subjectKey(data, tenant, subjectId));
  return { file, caseId, by, isNamed };
}

function nameFiles(data: MemoryData, { tenant, caseId, by, fileIds, into }: NamedFiles) {
  const { files } = tenantData(data, tenant);
  const rows = fileIds.flatMap((fileId) => {
    const row = files.get(fileId);
    const isThere = row !== undefined && row.by === by && (row.caseId === caseId || row.caseId === into);
    return isThere ? [{ fileId, row }] : [];
  });
  if (rows.length < fileIds.length) return null;
  for (const { row } of rows) Object.assign(row, { isNamed: true, caseId: into });
  return rows.flatMap(({ fileId, row }) => rowOf(data, tenant, fileId, row)?.file ?? []);
}
