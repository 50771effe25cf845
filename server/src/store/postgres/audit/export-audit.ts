import { createWriteStream } from "node:fs";
import { link, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { instantOf, PurserError } from "@purser/contract";
import { type AuditLine, auditRowSchema, checkpointSchema, publicKeyOf } from "@purser/kit/audit";
import type { Client } from "pg";
import { z } from "zod";
import { onlyRow } from "../only-row.ts";
import { cursorRows, inTransaction } from "./audit-client.ts";
import { makeCheckpoint } from "./make-checkpoint.ts";
import { signingSeed } from "./signing-seed.ts";

export type AuditExport = {
  databaseUrl: string;
  masterKey: Uint8Array;
  tenant: string;
  path: string;
  /** Of the Purser that writes it. */
  version: string;
};
export type AuditExportReport = { path: string; cases: number; events: number; checkpoints: number; publicKey: string };

/**
 * Writes the rows of all logs, without their bodies, and all checkpoints into one file, as they are at one moment; a
 * checkpoint is made first, so that every event in the file is signed for. The file gets its name once it is whole.
 *
 * @throws PurserError PUR-2181 when the file cannot be written, PUR-1005 when the database does not answer.
 */
export async function exportAudit(request: AuditExport): Promise<AuditExportReport> {
  const { databaseUrl, masterKey, tenant, path } = request;
  await makeCheckpoint({ databaseUrl, masterKey, tenant, notWithinMs: 0 });
  const draft = `${path}.part-${process.pid}`;
  const report: AuditExportReport = { path, cases: 0, events: 0, checkpoints: 0, publicKey: "" };
  try {
    await inTransaction(databaseUrl, "repeatable read", (client) => writeFile(draft, linesOf(client, request, report)));
    await link(draft, path).catch(notWritten);
    return report;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeFile(path: string, lines: AsyncIterable<AuditLine>): Promise<void> {
  const output = createWriteStream(path, { flags: "wx", mode: 0o600, flush: true });
  let failure: Error | null = null;
  output.on("error", (error) => (failure ??= error));
  await pipeline(textsOf(lines), output).catch((error: unknown) => {
    throw failure === null ? error : new PurserError("PUR-2181", failure.message, { cause: failure });
  });
}

function notWritten(error: unknown): never {
  throw new PurserError("PUR-2181", error instanceof Error ? error.message : String(error), { cause: error });
}

async function* textsOf(lines: AsyncIterable<AuditLine>): AsyncGenerator<string, void> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

async function* linesOf(
  client: Client,
  { masterKey, tenant, version }: AuditExport,
  report: AuditExportReport,
): AsyncGenerator<AuditLine, void> {
  const publicKey = publicKeyOf(await signingSeed(client, masterKey));
  report.publicKey = publicKey;
  const clock = await client.query<object>("select clock_timestamp() as now");
  const madeAt = instantOf(onlyRow(clock.rows, z.object({ now: z.date() })).now.getTime());
  yield { kind: "audit", form: 1, tenant, madeAt, purser: version, publicKey };
  for await (const row of cursorRows(client, "signed", signedQuery, [tenant])) {
    report.checkpoints += 1;
    yield { kind: "checkpoint", checkpoint: z.object({ body: checkpointSchema }).parse(row).body };
  }
  const cases = new Ahead(cursorRows(client, "logs", casesQuery, [tenant]), (row) => caseRowSchema.parse(row));
  const events = new Ahead(cursorRows(client, "links", eventsQuery, [tenant]), (row) => eventRowSchema.parse(row));
  for (;;) {
    const caseId = [cases.next?.caseId, events.next?.caseId].filter((id) => id !== undefined).sort()[0];
    const isRead = cases.isRead && events.isRead;
    if (isRead && caseId === undefined) break;
    if (!isRead || caseId === undefined) {
      await cases.read();
      await events.read();
      continue;
    }
    yield* linesOfCase(caseId, cases, events, report);
  }
  yield { kind: "end", cases: report.cases, events: report.events };
}

/** Events of a case that no row names, and a case of which only a checkpoint is left, are exported as they are. */
async function* linesOfCase(
  caseId: string,
  cases: Ahead<z.infer<typeof caseRowSchema>>,
  events: Ahead<z.infer<typeof eventRowSchema>>,
  report: AuditExportReport,
): AsyncGenerator<AuditLine, void> {
  report.cases += 1;
  const found = cases.next?.caseId === caseId ? cases.next : null;
  if (found !== null) await cases.pass();
  yield { kind: "case", caseId, head: found?.head ?? null, checkpoints: found?.checkpoints ?? [] };
  for (let row = events.next; row?.caseId === caseId; row = events.next) {
    report.events += 1;
    yield { kind: "event", row: row.row };
    await events.pass();
  }
}

/** A cursor whose next row is known. */
class Ahead<Row> {
  readonly #rows: AsyncIterator<object>;
  readonly #parse: (row: object) => Row;
  next: Row | null = null;
  isRead = false;

  constructor(rows: AsyncIterable<object>, parse: (row: object) => Row) {
    this.#rows = rows[Symbol.asyncIterator]();
    this.#parse = parse;
  }

  /** Reads the first row. */
  async read(): Promise<void> {
    if (!this.isRead) await this.pass();
  }

  async pass(): Promise<void> {
    this.isRead = true;
    const read = await this.#rows.next();
    this.next = read.done === true ? null : this.#parse(read.value);
  }
}

const signedQuery = "select body from checkpoints where tenant = $1 order by number";
const casesQuery = `
  select coalesce(cases.case_id, named.case_id) as "caseId", cases.version, cases.head_hash as hash, named.heads
  from (select * from cases where tenant = $1 and version > 0) as cases
  full outer join (
    select case_id, json_agg(json_build_object('number', number, 'version', version, 'hash', head_hash) order by number)
      as heads from checkpoint_heads where tenant = $1 group by case_id
  ) as named on named.case_id = cases.case_id
  order by 1`;
const headsSchema = z.array(z.object({ number: z.int(), version: z.int(), hash: z.string() }));
const caseRowSchema = z
  .object({
    caseId: z.string(),
    version: z.int().nullable(),
    hash: z.string().nullable(),
    heads: headsSchema.nullable(),
  })
  .transform(({ caseId, version, hash, heads }) => ({
    caseId,
    head: version === null || hash === null ? null : { version, hash },
    checkpoints: heads ?? [],
  }));
const eventsQuery = `
  select tenant, case_id as "caseId", seq, extract(epoch from at) * 1000 as "atMs", kind, v, writer, epoch,
    actor_id as "actorId", dedupe_key as "dedupeKey", commitment, previous_hash as "previousHash", hash
  from events where tenant = $1 order by case_id, seq`;
const eventRowSchema = z
  .looseObject({ caseId: z.string(), atMs: z.coerce.number() })
  .transform(({ atMs, ...fields }) => ({
    caseId: fields.caseId,
    row: auditRowSchema.parse({ ...fields, at: instantOf(Math.round(atMs)) }),
  }));
