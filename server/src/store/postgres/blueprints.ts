import { hashSchema, publicationSourceSchema } from "@purser/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { CaseStore } from "../../cases/case-store.ts";
import type { Database } from "./database.ts";
import { rowOrNull } from "./only-row.ts";
import { momentField } from "./row-fields.ts";
import { builder } from "./tables.ts";

type Blueprints = Pick<
  CaseStore,
  "publishBlueprint" | "publishedBlueprint" | "listPublications" | "pinCase" | "keepBlueprint" | "readBlueprint"
>;

/** The versions of the blueprint, which of them is in force, and which one a case goes by. */
export function blueprintsIn(database: Database): Blueprints {
  const run = (statement: ReturnType<typeof sql>) => database.run(statement.compile(builder));
  return {
    // A version that is kept already stays as it is: its hash says what is in it.
    keepBlueprint: async (tenant, hash, files) => {
      await run(sql`insert into blueprints (tenant, hash, files) values (${tenant}, ${hash}, ${JSON.stringify(files)}::jsonb)
        on conflict do nothing`);
    },
    readBlueprint: async (tenant, hash) => {
      const rows = await run(sql`select files from blueprints where tenant = ${tenant} and hash = ${hash}`);
      return rowOrNull(rows, keptSchema)?.files ?? null;
    },
    // A row is never written over: of two at the same moment one finds the number taken, and looks again at what is in force.
    publishBlueprint: async (tenant, { hash, by, why, source, inPlaceOf }) => {
      for (;;) {
        const rows = await run(sql`insert into publications (tenant, number, hash, published_by, why, source)
          select ${tenant}, coalesce(max(number), 0) + 1, ${hash}, ${by}, ${why}, ${source} from publications
          where tenant = ${tenant}
          having ${inPlaceOf}::text is null or (array_agg(hash order by number desc))[1] = ${inPlaceOf}
          on conflict do nothing returning number`);
        if (rows.length > 0) return true;
        if (inPlaceOf !== null) return false;
      }
    },
    publishedBlueprint: async (tenant) => {
      const rows = await run(sql`select hash from publications where tenant = ${tenant} order by number desc limit 1`);
      return rowOrNull(rows, publishedSchema)?.hash ?? null;
    },
    listPublications: async (tenant, limit) =>
      z.array(publicationSchema).parse(
        await run(sql`select number, hash, published_by, published_at, why, source, confirmed_by from publications
          where tenant = ${tenant} order by number desc limit ${limit}`),
      ),
    pinCase: async (tenant, caseId, hash) => {
      await run(sql`update cases set blueprint_hash = ${hash} where tenant = ${tenant} and case_id = ${caseId}`);
    },
  };
}

const keptSchema = z.object({ files: z.array(z.object({ path: z.string(), text: z.string() })) });
const publishedSchema = z.object({ hash: hashSchema });
const publicationSchema = z
  .object({
    number: z.int(),
    hash: hashSchema,
    published_by: z.string(),
    published_at: momentField,
    why: z.string(),
    source: publicationSourceSchema,
    confirmed_by: z.string().nullable(),
  })
  .transform(({ published_by: by, published_at: at, confirmed_by: confirmedBy, ...publication }) => ({
    ...publication,
    by,
    at,
    confirmedBy,
  }));
