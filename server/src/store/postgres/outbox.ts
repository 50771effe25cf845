import { type OutboxId, caseIdSchema, outboxIdSchema, PurserError } from "@purser/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { OutboxClaim, OutboxRequest } from "../../cases/case-store.ts";
import { type OnProblem, parkedMs } from "../parked-case.ts";
import type { Database } from "./database.ts";
import { builder } from "./tables.ts";

export async function claimOutbox(
  database: Database,
  request: OutboxRequest,
  onProblem: OnProblem,
): Promise<readonly OutboxClaim[]> {
  const { tenant, workerId, leaseMs, limit, kinds } = request;
  const found = await database.run({ ...statement, values: [tenant, leaseMs, limit, kinds] });
  const rows = await readable(database, { tenant, rows: found, schema: rowSchema }, onProblem);
  return rows.map(({ case_id: caseId, outbox_id: outboxId, kind, target, seq, attempts }) => {
    return { lease: { workerId }, tenant, caseId, outboxId, kind, target, seq, attempts };
  });
}

const statement = { name: "claim-outbox", text: "select * from purser_claim_outbox($1, $2, $3, $4)" } as const;
const rowSchema = z.object({
  outbox_id: outboxIdSchema,
  case_id: caseIdSchema,
  kind: z.enum(["message", "case", "signal", "mail"]),
  target: z.string(),
  seq: z.int(),
  attempts: z.int(),
});
const tornSchema = z.object({ outbox_id: z.string(), case_id: z.string().optional() });

/** A row that cannot be read is reported, and set aside like a case whose log cannot be read: it stops no other. */
export async function readable<Row>(
  database: Database,
  { tenant, rows, schema }: { tenant: string; rows: readonly unknown[]; schema: z.core.$ZodType<Row> },
  onProblem: OnProblem,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const row of rows) {
    const read = z.safeParse(schema, row);
    if (read.success) found.push(read.data);
    else await setAside(database, tenant, row, onProblem);
  }
  return found;
}

async function setAside(database: Database, tenant: string, row: unknown, onProblem: OnProblem): Promise<void> {
  const { outbox_id: outboxId, case_id: caseId } = tornSchema.parse(row);
  const query = sql`update outbox set due_at = purser_now_ms() + ${parkedMs} * interval '1 millisecond'
    where tenant = ${tenant} and outbox_id = ${outboxId}`;
  await database.run(query.compile(builder));
  const ofCase = caseIdSchema.safeParse(caseId);
  const error = new PurserError("PUR-5002", `A row of what is to be sent cannot be read: ${outboxId}.`);
  onProblem(ofCase.success ? ofCase.data : null, error);
}

export async function dropOutbox(database: Database, outboxId: OutboxId): Promise<void> {
  await database.run(sql`delete from outbox where outbox_id = ${outboxId}`.compile(builder));
}

export async function postponeOutbox(database: Database, outboxId: OutboxId, delayMs: number): Promise<void> {
  const query = sql`update outbox set due_at = purser_now_ms() + ${delayMs} * interval '1 millisecond'
    where outbox_id = ${outboxId}`;
  await database.run(query.compile(builder));
}
