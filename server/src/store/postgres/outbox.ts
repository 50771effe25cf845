import { type OutboxId, caseIdSchema, outboxIdSchema } from "@purser/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { OutboxClaim, OutboxRequest } from "../../cases/case-store.ts";
import type { Database } from "./database.ts";
import { builder } from "./tables.ts";

export async function claimOutbox(database: Database, request: OutboxRequest): Promise<readonly OutboxClaim[]> {
  const { tenant, workerId, leaseMs, limit, kinds } = request;
  const rows = z.array(rowSchema).parse(await database.run({ ...statement, values: [tenant, leaseMs, limit, kinds] }));
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

export async function dropOutbox(database: Database, outboxId: OutboxId): Promise<void> {
  await database.run(sql`delete from outbox where outbox_id = ${outboxId}`.compile(builder));
}

export async function postponeOutbox(database: Database, outboxId: OutboxId, delayMs: number): Promise<void> {
  const query = sql`update outbox set due_at = purser_now_ms() + ${delayMs} * interval '1 millisecond'
    where outbox_id = ${outboxId}`;
  await database.run(query.compile(builder));
}
