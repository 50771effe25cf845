import { z } from "zod";
import type { TotalQuery, TotalReading } from "../../cases/case-store.ts";
import type { Database } from "./database.ts";
import { largeField } from "./row-fields.ts";

/** One snapshot: a value and its version belong together. */
export async function readTotals(
  database: Database,
  tenant: string,
  queries: readonly TotalQuery[],
): Promise<readonly TotalReading[]> {
  if (queries.length === 0) return [];
  const values = [tenant, JSON.stringify(queries.map(({ key, windowMs }) => ({ key, windowMs })))];
  return z.array(readingSchema).parse(await database.run({ ...statement, values }));
}

// As JSON, of which Postgres expects always as many: with arrays it would plan anew each time.
const statement = {
  name: "read-totals",
  text: `with moment as materialized (select purser_now_ms() as now)
    select wanted.key,
      coalesce((select version from totals where tenant = $1 and totals.key = wanted.key), 0) as version,
      coalesce((
        select sum(entry.amount) from total_entries as entry
          where entry.tenant = $1 and entry.key = wanted.key
            and (wanted.window_ms is null or entry.at > moment.now - wanted.window_ms * interval '1 millisecond')
      ), 0)::bigint as value
    from moment cross join (
      select query ->> 'key' as key, (query ->> 'windowMs')::bigint as window_ms, position
        from jsonb_array_elements($2::jsonb) with ordinality as listed(query, position)
    ) as wanted
    order by wanted.position`,
} as const;

const readingSchema = z.object({ key: z.string(), value: largeField, version: z.int() });
