import { customerEntrySchema, type CustomerRecord } from "@purser/contract";
import { z } from "zod";
import type { CaseStore } from "../../cases/case-store.ts";
import type { Database } from "./database.ts";
import { rowOrNull } from "./only-row.ts";
import { momentField } from "./row-fields.ts";

const rowSchema = z
  .object({ number: z.int(), at: momentField, by_id: z.string(), entry: customerEntrySchema })
  .transform(({ number, at, by_id, entry }): CustomerRecord => ({ number, at, by: by_id, entry }));

const readText = `select number, at, by_id, entry from customer_records where tenant = $1 and customer_id = $2
  order by number`;
const addText = "select number, at, by_id, entry from purser_add_record($1, $2, $3, $4, $5::jsonb)";

export function recordsIn(database: Database): Pick<CaseStore, "readRecords" | "addRecord"> {
  return {
    readRecords: async (tenant, customerId) => {
      const rows = await database.run({ text: readText, name: "read-records", values: [tenant, customerId] });
      return z.array(rowSchema).parse(rows);
    },
    addRecord: async ({ tenant, customerId, after, by, entry }) => {
      const values = [tenant, customerId, after, by, JSON.stringify(entry)];
      const record = rowOrNull(await database.run({ text: addText, name: "add-record", values }), rowSchema);
      return record === null ? { kind: "overtaken" } : { kind: "added", record };
    },
  };
}
