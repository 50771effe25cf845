import type { CaseId } from "@purser/contract";
import type { Client } from "pg";

const copiesPerStatement = 50_000;

/** What differs in the copies of a row; every other column is copied. */
const differing: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cases: {
    case_id: "'case_copy_' || n",
    wake_at: "original.wake_at + n * interval '1 millisecond'",
    opened_at: "original.opened_at - n * interval '1 millisecond'",
    updated_at: "original.updated_at - n * interval '1 millisecond'",
  },
  events: { case_id: "'case_copy_' || n", dedupe_key: "null" },
  event_bodies: { case_id: "'case_copy_' || n" },
  pauses: { case_id: "'case_copy_' || n", pause_id: "'pause_copy_' || n" },
};

/** Copies a waiting case with its pause and the first event of its log, under the numbers from one to the other. */
export async function copyCase(client: Client, caseId: CaseId, range: { from: number; to: number }): Promise<void> {
  for (let from = range.from; from <= range.to; from += copiesPerStatement) {
    const to = Math.min(range.to, from + copiesPerStatement - 1);
    for (const table of Object.keys(differing)) await copyRows(client, table, caseId, { from, to });
  }
  await client.query("vacuum analyze cases, events, event_bodies, pauses");
}

async function copyRows(
  client: Client,
  table: string,
  caseId: CaseId,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const columns = await client.query<{ name: string }>(
    "select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position",
    [table],
  );
  const names = columns.rows.map(({ name }) => name);
  const values = names.map((name) => differing[table]?.[name] ?? `original.${name}`);
  const first = names.includes("seq") ? "and original.seq = 1" : "";
  await client.query(
    `insert into ${table} (${names.join(", ")}) select ${values.join(", ")} from ${table} original, generate_series(${from}, ${to}) n where original.case_id = $1 ${first}`,
    [caseId],
  );
}
