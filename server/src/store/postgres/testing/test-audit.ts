import { createReadStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { verifyAuditFile } from "@purser/kit/audit";
import { days } from "@purser/kit";
import type { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { append, caseId, idNamed, inlet, opening, otherCaseId, tenant } from "../../testing/store-under-test.ts";
import { exportAudit } from "../audit/export-audit.ts";
import { makeCheckpoint } from "../audit/make-checkpoint.ts";
import { masterKey, postgresOf } from "./postgres-under-test.ts";
import type { TestDatabases } from "./test-databases.ts";

export function testAudit(databases: () => TestDatabases): void {
  describe("the audit of a database", () => {
    const openDatabase = postgresOf(databases);
    let folder: string;
    let files = 0;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "purser-audit-"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const exported = async (databaseUrl: string): Promise<string> => {
      files += 1;
      const path = join(folder, `audit-${files}.jsonl`);
      await exportAudit({ databaseUrl, masterKey, tenant, path, version: "1.2.3" });
      return path;
    };
    // Opened only when it is read: a reader of lines begins at once and loses what nobody takes.
    const linesOf = async function* (path: string): AsyncGenerator<string, void> {
      yield* createInterface({ input: createReadStream(path, "utf8") });
    };
    const verified = (path: string, earlier: string | null = null) =>
      verifyAuditFile(linesOf(path), { publicKey: null, earlier: earlier === null ? null : linesOf(earlier) });
    const checkpoint = (databaseUrl: string, notWithinMs: number) =>
      makeCheckpoint({ databaseUrl, masterKey, tenant, notWithinMs });

    /** Two cases of some events. */
    const openFilled = async () => {
      const database = await openDatabase();
      const store = await database.open();
      await append(store, opening());
      await append(store, opening({ caseId: otherCaseId }));
      for (const text of ["One", "Two", "Three"]) await append(store, inlet(text));
      return { ...database, store };
    };

    test("is written to a file that holds by itself, without a body, and against the file before", async () => {
      const { url, store } = await openFilled();
      const first = await exported(url);
      expect(await verified(first)).toMatchObject({ cases: 2, checkpoints: 1, problem: null });
      await append(store, inlet("Four"));
      await append(store, opening({ caseId: idNamed("case", "third") }));
      const second = await exported(url);
      expect(await verified(second, first)).toMatchObject({ cases: 3, checkpoints: 2, problem: null });
      expect((await verified(first, second)).problem).toMatchObject({ where: "checkpoint 2" });
      expect(readFileSync(second, "utf8")).not.toMatch(/Four|salt|sealed/);
      await expect(exportAudit({ databaseUrl: url, masterKey, tenant, path: second, version: "1" })).rejects.toThrow(
        "PUR-2181",
      );
    });

    test("signs once a day, whichever process looks, and whenever it is asked to", async () => {
      const { url } = await openFilled();
      const made = await Promise.all(Array.from({ length: 4 }, () => checkpoint(url, days(1))));
      expect(made.filter((each) => each !== null)).toHaveLength(1);
      expect(await checkpoint(url, days(1))).toBeNull();
      expect(await checkpoint(url, 0)).toMatchObject({ checkpoint: { number: 2, heads: 0 } });
    });

    const asOwner = async (pool: Pool, statement: string, values: readonly unknown[]): Promise<void> => {
      const client = await pool.connect();
      try {
        await client.query("set session_replication_role = replica");
        await client.query(statement, [...values]);
        await client.query("set session_replication_role = origin");
      } finally {
        client.release();
      }
    };

    test.each([
      ["altered", "update events set actor_id = 'x' where case_id = $1 and seq = 3", `${caseId}, event 3`],
      [
        "made into what no event is",
        "update events set kind = 'case.exploded', writer = '?', v = 0, dedupe_key = 'x', commitment = '' where case_id = $1 and seq = 3",
        `${caseId}, event 3`,
      ],
      ["taken out", "delete from events where case_id = $1 and seq = 3", `${caseId}, event 3`],
      ["cut off at the end", "delete from events where case_id = $1 and seq > 3", `${caseId}, event 4`],
      ["lost with the whole log", "delete from events where case_id = $1", `${caseId}, event 1`],
    ])("names the first event when rows were %s by somebody who may do everything", async (_, statement, where) => {
      const { url, pool } = await openFilled();
      await checkpoint(url, 0);
      await asOwner(pool, statement, [caseId]);
      expect((await verified(await exported(url))).problem?.where).toBe(where);
    });

    test.each([true, false])(
      "names the case whose head was made into what no hash is, signed for before: %s",
      async (isSigned) => {
        const { url, pool } = await openFilled();
        if (isSigned) await checkpoint(url, 0);
        await asOwner(pool, "update cases set head_hash = 'zz' where case_id = $1", [caseId]);
        expect((await verified(await exported(url))).problem?.where).toBe(`${caseId}, event 5`);
      },
    );

    test("names a case that is gone with all that knew of it, against what was exported before", async () => {
      const { url, pool } = await openFilled();
      const before = await exported(url);
      for (const table of ["events", "event_bodies", "checkpoint_heads", "cases"])
        await asOwner(pool, `delete from ${table} where case_id = $1`, [caseId]);
      const after = await exported(url);
      expect((await verified(after)).problem?.where).toBe("checkpoint 1");
      expect((await verified(after, before)).problem?.where).toBe(caseId);
    });
  });
}
