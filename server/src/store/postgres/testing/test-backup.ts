import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { type CaseId, PurserError } from "@purser/contract";
import type { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { CaseStore } from "../../../cases/case-store.ts";
import { verifyLogs } from "../../../conversations/verify-logs.ts";
import {
  append,
  claimAll,
  hashNamed,
  idNamed,
  keyNamed,
  messageEvent,
  openedEvent,
  opening,
  pauseRow,
  tenant,
  workOn,
} from "../../testing/store-under-test.ts";
import { fileNamed } from "../../testing/test-files.ts";
import { keptTables, leftOutTables } from "../backup/kept-tables.ts";
import { restoreBackup } from "../backup/restore-backup.ts";
import { writeBackup } from "../backup/write-backup.ts";
import { migrate } from "../migrate.ts";
import { openPostgresStore } from "../postgres-store.ts";
import { masterKey, postgresOf } from "./postgres-under-test.ts";
import type { TestDatabases } from "./test-databases.ts";

let folder: string;
let path: string;

export function testBackup(databases: () => TestDatabases): void {
  describe("a backup", () => {
    const openDatabase = postgresOf(databases);
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "purser-backup-"));
      path = join(folder, "purser.backup");
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const backUp = (databaseUrl: string, more: Partial<Parameters<typeof writeBackup>[0]> = {}) =>
      writeBackup({ databaseUrl, path, masterKey, version: "1.2.3", ...more });
    const restore = (databaseUrl: string, more: Partial<Parameters<typeof restoreBackup>[0]> = {}) =>
      restoreBackup({ databaseUrl, path, masterKey, ...more });

    test("holds every table of the schema, but those that are named as left out; nothing counts by a sequence", async () => {
      // A database that was used before may hold what tests need beside the schema.
      const { pool, url } = await openDatabase("empty");
      await migrate(url);
      const kinds = z.array(z.object({ relname: z.string(), relkind: z.string() }));
      const found = await pool.query<object>(
        "select relname, relkind from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S', 'm')",
      );
      const relations = kinds.parse(found.rows);
      expect(new Set(relations.map(({ relname }) => relname))).toEqual(new Set([...keptTables, ...leftOutTables]));
      expect(relations.filter(({ relkind }) => relkind === "S")).toEqual([]);
    });

    test("gives back every row as it was, and logs that verify and go on", async () => {
      const from = await openDatabase();
      const store = await from.open();
      for (const name of ["a", "b", "c"]) await openCase(store, name);
      await store.customerOf(tenant, "mia@example.com");
      await store.keepBlueprint(tenant, hashNamed("blueprint"), [{ path: "blueprint.yaml", text: "name: Ünïcode\n" }]);
      const [held] = await claimAll(store);
      if (held === undefined) throw new Error("Nothing was claimed.");
      const work = workOn(held, { pauses: [pauseRow("p", { caseId: held.lease.caseId })], calls: [keyNamed("call")] });
      expect(await store.appendDecision(work)).toMatchObject({ kind: "appended" });
      const file = fileNamed("a", Buffer.alloc(300_000, "ü"), {
        caseId: idNamed("case", "a"),
        subjectId: idNamed("case", "a"),
      });
      expect(await store.keepFile(file)).toEqual({ kind: "kept" });
      const report = await backUp(from.url);
      expect(report).toMatchObject({ cases: 3 });

      const into = await openDatabase("empty");
      expect(await restore(into.url)).toMatchObject({
        purser: "1.2.3",
        cases: 3,
        events: report.events,
        rows: report.rows,
      });
      for (const table of keptTables) expect(await rowsOf(into.pool, table)).toEqual(await rowsOf(from.pool, table));
      const restored = await into.open();
      expect(await verifyLogs(null, { store: restored, tenant })).toEqual({
        cases: 3,
        events: report.events,
        problem: null,
      });
      const last = await restored.readFilePart(tenant, file.file.fileId, 1);
      expect(Buffer.from(last ?? []).equals(file.bytes.subarray(262_144))).toBe(true);
      expect((await restored.appendInlet(openingOf("a"))).kind).not.toBe("appended");
      await openCase(restored, "d");
      expect(await verifyLogs(null, { store: restored, tenant })).toMatchObject({ cases: 4, problem: null });
    });

    test("is of one moment, while cases are opened all the time", async () => {
      const from = await openDatabase();
      const store = await from.open();
      let isOver = false;
      let opened = 0;
      const writers = [0, 1, 2].map(async (writer) => {
        for (let count = 0; !isOver; count += 1) {
          await openCase(store, `${writer}-${count}`);
          opened += 1;
        }
      });
      await expect.poll(() => opened).toBeGreaterThan(30);
      const before = opened;
      const { cases, events } = await backUp(from.url);
      const after = opened;
      isOver = true;
      await Promise.all(writers);
      expect(cases).toBeGreaterThanOrEqual(before);
      expect(cases).toBeLessThanOrEqual(after + writers.length);

      const into = await openDatabase("empty");
      await restore(into.url);
      const restored = await into.open();
      expect(await verifyLogs(null, { store: restored, tenant })).toEqual({ cases, events, problem: null });
      const bodies = await into.pool.query("select from events natural join event_bodies");
      expect(bodies.rowCount).toBe(events);
    });

    test("holds neither the master key nor a customer's words", async () => {
      const { url } = await openDatabase();
      const secret = randomBytes(32);
      const store = await openPostgresStore({ url, masterKey: secret, random: randomBytes, poolSize: 1 });
      await openCase(store, "a");
      await store.close();
      await expect(backUp(url)).rejects.toMatchObject({ code: "PUR-1025" });
      await backUp(url, { masterKey: secret });
      const text = gunzipSync(readFileSync(path)).toString();
      for (const form of ["hex", "base64"] as const) expect(text).not.toContain(secret.toString(form).slice(0, 40));
      expect(text).not.toContain(words);
    });

    test("overwrites no file, and leaves none when it fails", async () => {
      const from = await openDatabase();
      await openCase(await from.open(), "a");
      writeFileSync(path, "mine");
      await expect(backUp(from.url)).rejects.toMatchObject({ code: "PUR-1026" });
      expect(readFileSync(path, "utf8")).toBe("mine");
      await expect(backUp(from.url, { path: join(folder, "none", "file") })).rejects.toMatchObject({
        code: "PUR-1026",
      });
      const empty = await openDatabase("empty");
      await expect(backUp(empty.url, { path: join(folder, "other") })).rejects.toMatchObject({ code: "PUR-1026" });
      expect(readdirSync(folder)).toEqual(["purser.backup"]);
    });

    describe("is refused before anything is written", () => {
      const refused = async (change: (bytes: Buffer) => Buffer, more: Parameters<typeof restore>[1] = {}) => {
        const from = await openDatabase();
        await openCase(await from.open(), "a");
        await backUp(from.url);
        writeFileSync(path, change(readFileSync(path)));
        const into = await openDatabase("empty");
        const refusal: unknown = await restore(into.url, more).catch((error: unknown) => error);
        const tables = await into.pool.query("select from pg_tables where schemaname = 'public'");
        expect(tables.rowCount).toBe(0);
        return refusal instanceof PurserError ? refusal.code : refusal;
      };
      const altered = (change: (text: string) => string) => (bytes: Buffer) =>
        gzipSync(change(gunzipSync(bytes).toString()));

      test("when it is cut short, at whatever place", async () => {
        for (const part of [0, 0.3, 0.9]) {
          rmSync(path, { force: true });
          expect(await refused((bytes) => bytes.subarray(0, Math.floor(bytes.length * part)))).toBe("PUR-1022");
        }
      });

      test("when a byte of it has changed", async () => {
        const flipped = (bytes: Buffer) => {
          const place = Math.floor(bytes.length / 2);
          bytes[place] = (bytes[place] ?? 0) ^ 1;
          return bytes;
        };
        expect(await refused(flipped)).toBe("PUR-1022");
      });

      for (const [what, change] of [
        ["a row is missing", (text: string) => text.replace(/^events .*\n/m, "")],
        ["a row has been altered", (text: string) => text.replace(/"channel":"\w+"/, '"channel":"other"')],
        ["rows have changed places", (text: string) => text.replace(/^(events .*\n)(events .*\n)/m, "$2$1")],
        ["its end is missing", (text: string) => text.replace(/^end .*\n/m, "")],
        ["something stands after its end", (text: string) => `${text}more\n`],
        ["it has rows of a table that is none of ours", (text: string) => text.replace(/^events /m, "pg_authid ")],
        ["its first line is none of ours", (text: string) => `hello\n${text}`],
      ] as const) {
        test(`when ${what}, though it unpacks`, async () => {
          expect(await refused(altered(change))).toBe("PUR-1022");
        });
      }

      test("when it is no backup at all, or not there", async () => {
        expect(await refused(() => Buffer.from("hello"))).toBe("PUR-1022");
        rmSync(path);
        const { url } = await openDatabase("empty");
        await expect(restore(url)).rejects.toMatchObject({ code: "PUR-1022" });
      });

      test("with another master key, and when a newer Purser has made it", async () => {
        expect(await refused((bytes) => bytes, { masterKey: randomBytes(32) })).toBe("PUR-1025");
        rmSync(path);
        expect(await refused(altered((text) => text.replace(/"schema":\d+/, '"schema":9999')))).toBe("PUR-1024");
      });
    });

    test("is restored into an empty database only: what is there is not touched", async () => {
      const from = await openDatabase();
      await openCase(await from.open(), "a");
      await backUp(from.url);
      const into = await openDatabase();
      await openCase(await into.open(), "b");
      await expect(restore(into.url)).rejects.toMatchObject({ code: "PUR-1023" });
      expect(await rowsOf(into.pool, "cases")).toHaveLength(1);
      const migrated = await openDatabase();
      expect(await restore(migrated.url)).toMatchObject({ cases: 1 });
    });
  });
}

const words = "the shoes are too small for my daughter";

function openingOf(name: string) {
  return opening({
    caseId: idNamed("case", name),
    dedupeKey: hashNamed(`delivery-${name}`),
    events: [openedEvent, messageEvent(words)],
  });
}

async function openCase(store: CaseStore, name: string): Promise<CaseId> {
  await append(store, openingOf(name));
  return idNamed("case", name);
}

async function rowsOf(pool: Pool, table: string): Promise<unknown[]> {
  const found = await pool.query<object>(`select to_jsonb(t)::text as row from ${table} as t order by 1`);
  return found.rows;
}
