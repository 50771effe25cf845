import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { link, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { PurserError } from "@purser/contract";
import { z } from "zod";
import { type KeptTable, isKeptTable } from "./kept-tables.ts";

/**
 * A backup is text under gzip, a line each: the header, then one row of a table after another as `table {json}`, and at
 * last `end` with the number of rows and a seal over all lines before. The seal is an HMAC under the master key, which
 * is not in the file: nobody without the key can make or alter a backup that restores.
 */
const headerSchema = z.strictObject({
  purserBackup: z.literal(1),
  /** Of the Purser that made it. */
  purser: z.string(),
  /** The last migration of the database. */
  schema: z.int().positive(),
  postgres: z.string(),
  madeAt: z.iso.datetime(),
  /** Tells whether a master key is the one that this backup needs, without saying what it is. */
  keyCheck: z.string(),
});
export type BackupHeader = z.infer<typeof headerSchema>;
const endSchema = z.strictObject({ rows: z.int(), seal: z.string() });

/** One row, as the JSON text that Postgres wrote: nothing of it is read here. */
export type BackupRow = { table: KeptTable; json: string };

const lineEnd = "\n";

export function keyCheckOf(masterKey: Uint8Array): string {
  return createHmac("sha256", masterKey).update("purser backup: key check").digest("hex");
}

function startSeal(masterKey: Uint8Array): ReturnType<typeof createHmac> {
  return createHmac("sha256", createHmac("sha256", masterKey).update("purser backup: seal").digest());
}

/**
 * Writes a backup, whole or not at all: the file gets its name once it is on the disk. Returns its size in bytes.
 *
 * @throws PurserError PUR-1026 when there is such a file, or the folder cannot be written.
 */
export async function writeBackupFile(
  path: string,
  header: BackupHeader,
  rows: AsyncIterable<BackupRow>,
  masterKey: Uint8Array,
): Promise<number> {
  const draft = `${path}.part-${process.pid}`;
  const output = createWriteStream(draft, { flags: "wx", mode: 0o600, flush: true });
  try {
    await pipeline(sealedLines(header, rows, masterKey), createGzip(), output);
    await link(draft, path);
    return output.bytesWritten;
  } catch (error) {
    throw isFileError(error) ? notWritten(error) : error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function* sealedLines(
  header: BackupHeader,
  rows: AsyncIterable<BackupRow>,
  masterKey: Uint8Array,
): AsyncGenerator<string, void> {
  const seal = startSeal(masterKey);
  const sealed = (line: string): string => {
    seal.update(line);
    return line;
  };
  yield sealed(JSON.stringify(headerSchema.parse(header)) + lineEnd);
  let count = 0;
  for await (const { table, json } of rows) {
    count += 1;
    yield sealed(`${table} ${json}${lineEnd}`);
  }
  yield `end ${JSON.stringify({ rows: count, seal: seal.digest("hex") })}${lineEnd}`;
}

export async function readBackupHeader(path: string): Promise<BackupHeader> {
  for await (const line of linesOf(path)) return headerIn(line);
  throw damaged(path, "It is empty.");
}

/**
 * The rows of a backup. Whether it is whole shows only at its end: what was made of the rows counts when no error came.
 *
 * @throws PurserError PUR-1022 when a line is altered, missing or too many.
 */
export async function* readBackupRows(path: string, masterKey: Uint8Array): AsyncGenerator<BackupRow, void> {
  const seal = startSeal(masterKey);
  let count = -1;
  let isEnded = false;
  for await (const line of linesOf(path)) {
    if (isEnded) throw damaged(path, "Something stands after its end.");
    if (line.startsWith("end ")) {
      const { rows, seal: found } = parsed(endSchema, line.slice("end ".length), path);
      const expected = seal.digest();
      const given = Buffer.from(found, "hex");
      if (rows !== count || given.length !== expected.length || !timingSafeEqual(given, expected))
        throw damaged(path, "Its lines are not those that were written.");
      isEnded = true;
    } else {
      seal.update(line + lineEnd);
      count += 1;
      if (count > 0) yield rowIn(line, path);
    }
  }
  if (!isEnded) throw damaged(path, "Its end is missing.");
}

function rowIn(line: string, path: string): BackupRow {
  const space = line.indexOf(" ");
  const table = line.slice(0, space);
  if (!isKeptTable(table))
    throw damaged(path, `It has rows of ${table.slice(0, 60)}, which this Purser does not know.`);
  return { table, json: line.slice(space + 1) };
}

function headerIn(line: string): BackupHeader {
  return parsed(headerSchema, line, "It");
}

function parsed<Value>(schema: z.core.$ZodType<Value>, text: string, path: string): Value {
  try {
    return z.parse(schema, JSON.parse(text));
  } catch (error) {
    throw damaged(path, "A line of it has not the form of a backup.", error);
  }
}

/** The lines of a compressed text, one at a time. A file that is cut short or altered ends in PUR-1022. */
async function* linesOf(path: string): AsyncGenerator<string, void> {
  const file = createReadStream(path);
  await once(file, "open").catch((error: unknown) => {
    throw damaged(path, "It cannot be opened.", error);
  });
  const text = createGunzip();
  // What fails in the pipeline is thrown again where the text is read.
  void pipeline(file, text).catch(() => undefined);
  text.setEncoding("utf8");
  let rest = "";
  try {
    for await (const chunk of text) {
      const lines = (rest + String(chunk)).split(lineEnd);
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch (error) {
    throw error instanceof PurserError ? error : damaged(path, "It cannot be unpacked.", error);
  } finally {
    file.destroy();
    text.destroy();
  }
  if (rest !== "") throw damaged(path, "Its last line is cut short.");
}

function damaged(path: string, what: string, cause?: unknown): PurserError {
  return new PurserError("PUR-1022", `${path}: ${what}`, { cause });
}

const fullDiskCodes: readonly unknown[] = ["ENOSPC", "EDQUOT", "EFBIG", "EIO"];

/** Of the file system, not of a connection to the database. A write that finds no room names no path. */
function isFileError(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return "path" in error || fullDiskCodes.includes(error.code);
}

function notWritten(error: unknown): PurserError {
  return new PurserError("PUR-1026", error instanceof Error ? error.message : String(error), { cause: error });
}
