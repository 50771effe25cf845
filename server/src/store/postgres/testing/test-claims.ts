import { describe, expect, test } from "vitest";
import type { Pool } from "pg";
import { z } from "zod";
import { postgresOf } from "./postgres-under-test.ts";
import type { TestDatabases } from "./test-databases.ts";

const resting = 10_000;

const plansSchema = z.array(
  z.object({ "QUERY PLAN": z.array(z.object({ Plan: z.object({ "Shared Hit Blocks": z.int() }) })) }),
);

/** Pages that a statement looks at, in whatever functions it calls; what it changes is undone. */
async function pagesOf(pool: Pool, statement: string): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query(`explain (analyze, buffers, format json) ${statement}`);
    await client.query("rollback");
    return plansSchema.parse(rows)[0]?.["QUERY PLAN"][0]?.Plan["Shared Hit Blocks"] ?? Number.NaN;
  } finally {
    client.release();
  }
}

async function rest(pool: Pool, cases: number): Promise<void> {
  await pool.query(
    `insert into cases (tenant, case_id, channel, status, version, head_hash, opened_at, updated_at, blueprint_hash, is_erased)
      select 'acme', 'case_' || n, 'chat', 'waiting', 1, '', now(), now(), '', false from generate_series(1, $1) as n`,
    [cases],
  );
  await pool.query(
    `insert into outbox (tenant, outbox_id, case_id, kind, target, seq, due_at)
      select 'acme', 'out_' || n, 'case_1', 'message', '', 1, now() + interval '1 day' from generate_series(1, $1) as n`,
    [cases],
  );
}

async function wake(pool: Pool, number: number): Promise<void> {
  await pool.query("update cases set runnable_since = now() - interval '1 s' where case_id = $1", [`case_${number}`]);
  await pool.query("update outbox set due_at = now() - interval '1 s' where outbox_id = $1", [`out_${number}`]);
}

export function testClaims(databases: () => TestDatabases): void {
  const openDatabase = postgresOf(databases);
  describe("claims in a new database, which has no statistics", () => {
    test("look at the rows that they take, however many rest", async () => {
      const { pool } = await openDatabase();
      await pool.query("alter table cases set (autovacuum_enabled = off)");
      await pool.query("alter table outbox set (autovacuum_enabled = off)");
      await rest(pool, 1);
      const claim = "select * from purser_claim_with_log('acme', 'worker', 30000, 8, '{}', '{}', '{}')";
      const claimOutbox = "select * from purser_claim_outbox('acme', 30000, 8, '{message}')";
      // The plans that a connection keeps are made after some calls, here while there is next to nothing.
      await wake(pool, 1);
      for (let call = 0; call < 8; call += 1) {
        await pagesOf(pool, claim);
        await pagesOf(pool, claimOutbox);
      }
      await pool.query("delete from outbox");
      await pool.query("delete from cases");
      await rest(pool, resting);
      await wake(pool, 77);
      // It was more than a page for each case that rests.
      expect(await pagesOf(pool, claim)).toBeLessThan(100);
      expect(await pagesOf(pool, claimOutbox)).toBeLessThan(100);
      await pool.query("update cases set wake_at = now() - interval '1 s' where case_id = 'case_78'");
      expect(await pagesOf(pool, claim)).toBeLessThan(100);
      const { rows } = await pool.query("select case_id from purser_claim('acme', 'worker', 30000, 8) order by 1");
      expect(rows).toEqual([{ case_id: "case_77" }, { case_id: "case_78" }]);
      await pool.query("alter table cases reset (autovacuum_enabled)");
      await pool.query("alter table outbox reset (autovacuum_enabled)");
    });
  });
}
