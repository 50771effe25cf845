import { type CaseId, type Hash, hashSchema } from "@purser/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { KeptFile } from "../../cases/case-store.ts";
import type { Database } from "./database.ts";
import { rowOrNull } from "./only-row.ts";
import { builder } from "./tables.ts";

const rowSchema = z.object({ files: z.array(z.object({ path: z.string(), text: z.string() })) });

/** A version that is kept already stays as it is: its hash says what is in it. */
export async function keepBlueprint(
  database: Database,
  tenant: string,
  hash: Hash,
  files: readonly KeptFile[],
): Promise<void> {
  const insert = sql`insert into blueprints (tenant, hash, files) values (${tenant}, ${hash}, ${JSON.stringify(files)}::jsonb)
    on conflict do nothing`;
  await database.run(insert.compile(builder));
}

export async function readBlueprint(
  database: Database,
  tenant: string,
  hash: Hash,
): Promise<readonly KeptFile[] | null> {
  const query = sql`select files from blueprints where tenant = ${tenant} and hash = ${hash}`;
  return rowOrNull(await database.run(query.compile(builder)), rowSchema)?.files ?? null;
}

/** Of two at the same moment the later to be written is in force. */
export async function publishBlueprint(database: Database, tenant: string, hash: Hash, by: string): Promise<void> {
  const insert = sql`insert into publications (tenant, number, hash, published_by)
    select ${tenant}, coalesce(max(number), 0) + 1, ${hash}, ${by} from publications where tenant = ${tenant}
    on conflict (tenant, number) do update set hash = excluded.hash, published_by = excluded.published_by`;
  await database.run(insert.compile(builder));
}

export async function publishedBlueprint(database: Database, tenant: string): Promise<Hash | null> {
  const query = sql`select hash from publications where tenant = ${tenant} order by number desc limit 1`;
  return rowOrNull(await database.run(query.compile(builder)), publishedSchema)?.hash ?? null;
}

const publishedSchema = z.object({ hash: hashSchema });

export async function pinCase(database: Database, tenant: string, caseId: CaseId, hash: Hash): Promise<void> {
  const update = sql`update cases set blueprint_hash = ${hash} where tenant = ${tenant} and case_id = ${caseId}`;
  await database.run(update.compile(builder));
}
