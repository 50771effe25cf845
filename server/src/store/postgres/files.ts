import { caseIdSchema, fileIdSchema, PurserError, type FileId } from "@purser/contract";
import type { SubjectKey } from "@purser/kit/audit";
import { z } from "zod";
import type { SubjectId } from "../../cases/case-store.ts";
import type { FileRow, FileStore, NamedFiles, NewFile } from "../../cases/file-store.ts";
import { openDescription, openPart, sealedPartBytes, sealFile } from "../sealed-file.ts";
import { withSubjectKey } from "./append-statement.ts";
import type { LogWriter } from "./log-writer.ts";
import { onlyRow } from "./only-row.ts";
import { bytesField, subjectIdField } from "./row-fields.ts";

export function filesIn(writer: LogWriter): FileStore {
  const { database } = writer;
  return {
    keepFile: (file) => keepFile(writer, file),
    readFile: async (tenant, fileId) => (await openRows(writer, tenant, [fileId]))[0]?.row ?? null,
    readFilePart: async (tenant, fileId, number) => {
      const [opened] = await openRows(writer, tenant, [fileId]);
      const text = "select sealed from file_parts where tenant = $1 and file_id = $2 and number = $3";
      const [part] = z
        .array(z.object({ sealed: bytesField }))
        .parse(await database.run({ text, values: [tenant, fileId, number] }));
      if (opened === undefined || part === undefined) return null;
      return openPart(tenant, opened.row.file, number, part.sealed, opened.key);
    },
    nameFiles: (named) => nameFiles(writer, named),
    sweepFiles: async (tenant, olderThanMs) => {
      const text = "select purser_sweep_files($1, $2) as count";
      return onlyRow(await database.run({ text, values: [tenant, olderThanMs] }), z.object({ count: z.int() })).count;
    },
  };
}

async function keepFile(writer: LogWriter, kept: NewFile): Promise<Awaited<ReturnType<FileStore["keepFile"]>>> {
  const { database, keys, random } = writer;
  const { tenant, caseId, subjectId, by, file } = kept;
  const answer = await withSubjectKey<{ kind: "appended" | "known" | "erased" }>(keys, kept, async (key) => {
    const { described, parts } = sealFile(kept, key.key, random);
    const wrapped = key.kind === "new" ? key.wrapped : null;
    const place = [tenant, file.fileId, caseId, subjectId, wrapped, by];
    const values = [...place, described, Buffer.concat(parts), sealedPartBytes];
    return onlyRow(await database.run({ ...keepStatement, values }), answerSchema);
  });
  if (answer.kind === "erased") return { kind: "erased" };
  if (answer.kind === "appended") return { kind: "kept" };
  const [known] = await openRows(writer, tenant, [file.fileId]);
  // It was swept or erased in the same moment.
  return known === undefined ? { kind: "erased" } : { kind: "known", file: known.row.file };
}

const keepStatement = {
  name: "keep-file",
  text: "select purser_keep_file($1, $2, $3, $4, $5, $6, $7, $8, $9) as kind",
} as const;
const answerSchema = z.object({ kind: z.enum(["appended", "known", "erased", "key-exists", "key-missing"]) });

async function nameFiles(writer: LogWriter, { tenant, caseId, by, fileIds, into }: NamedFiles) {
  const statement = {
    name: "name-files",
    text: "select purser_name_files($1, $2, $3, $4, $5) as named",
    values: [tenant, caseId, by, [...fileIds], into],
  };
  const { named } = onlyRow(await writer.database.run(statement), z.object({ named: z.boolean() }));
  if (!named) return null;
  const opened = new Map((await openRows(writer, tenant, fileIds)).map(({ row }) => [row.file.fileId, row.file]));
  const files = fileIds.flatMap((fileId) => opened.get(fileId) ?? []);
  return files.length === fileIds.length ? files : null;
}

type Opened = { row: FileRow; key: SubjectKey };

async function openRows(
  { database, keys }: LogWriter,
  tenant: string,
  fileIds: readonly FileId[],
): Promise<readonly Opened[]> {
  const found = await database.run({
    name: "read-files",
    text: `select file_id, case_id, subject_id, by_id, is_named, sealed from files
      where tenant = $1 and file_id = any ($2)`,
    values: [tenant, [...fileIds]],
  });
  const rows = z.array(rowSchema).parse(found);
  const known = await keys.load(
    tenant,
    rows.map(({ subject_id: subjectId }): SubjectId => subjectId),
  );
  return rows.map((row) => {
    const key = known.get(row.subject_id);
    if (key === undefined) throw new PurserError("PUR-3398", `${row.file_id} has no key.`);
    const file = openDescription(tenant, row.file_id, row.sealed, key);
    return { row: { file, caseId: row.case_id, by: row.by_id, isNamed: row.is_named }, key };
  });
}

const rowSchema = z.object({
  file_id: fileIdSchema,
  case_id: caseIdSchema,
  subject_id: subjectIdField,
  by_id: z.string(),
  is_named: z.boolean(),
  sealed: bytesField,
});
