import type { Hash } from "@purser/contract";
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
