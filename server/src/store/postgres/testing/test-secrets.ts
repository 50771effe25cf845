import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { tenant } from "../../testing/store-under-test.ts";
import { restoreBackup } from "../backup/restore-backup.ts";
import { writeBackup } from "../backup/write-backup.ts";
import { openSecrets } from "../secrets.ts";
import { masterKey, postgresOf } from "./postgres-under-test.ts";
import type { TestDatabases } from "./test-databases.ts";

const canary = "tok_canary_secret_4711";

const rowsText =
  "select name, key_id, encode(wrapped, 'hex') as wrapped, encode(sealed, 'hex') as sealed from secrets order by name";
const rowsSchema = z.array(z.object({ key_id: z.string(), wrapped: z.string(), sealed: z.string() }));

export function testSecrets(databases: () => TestDatabases): void {
  describe("the secrets of connectors", () => {
    const openDatabase = postgresOf(databases);
    const open = (databaseUrl: string, key = masterKey, nowMs = () => 0) =>
      openSecrets({ databaseUrl, masterKey: key, tenant, random: randomBytes, nowMs });

    test("are read as they were set, replaced, listed by name alone, and forgotten", async () => {
      const { url } = await openDatabase();
      const secrets = await open(url);
      await secrets.set("SHOP", canary);
      await secrets.set("TILL", "other");
      expect(await secrets.read("SHOP")).toBe(canary);
      await secrets.set("SHOP", "newer");
      expect(await secrets.read("SHOP")).toBe("newer");
      const listed = await secrets.list();
      expect(listed.map(({ name }) => name)).toEqual(["SHOP", "TILL"]);
      expect(JSON.stringify(listed)).not.toMatch(/newer|canary/);
      expect(await secrets.remove("SHOP")).toBe(true);
      expect(await secrets.remove("SHOP")).toBe(false);
      await expect(secrets.read("SHOP")).rejects.toMatchObject({ code: "PUR-3030" });
      await secrets.close();
    });

    test("that another process sets count here when what was read is five seconds old", async () => {
      const { url } = await openDatabase();
      const clock = { nowMs: 0 };
      const [one, other] = [await open(url, masterKey, () => clock.nowMs), await open(url)];
      await other.set("SHOP", "first");
      expect(await one.read("SHOP")).toBe("first");
      await other.set("SHOP", "second");
      expect(await one.read("SHOP")).toBe("first");
      clock.nowMs = 5_000;
      expect(await one.read("SHOP")).toBe("second");
      await Promise.all([one.close(), other.close()]);
    });

    test("lie in the database sealed, each under a key of its own, which a rotation replaces", async () => {
      const { url, pool } = await openDatabase();
      const secrets = await open(url);
      await secrets.set("SHOP", canary);
      await secrets.set("TILL", canary);
      const rowsNow = async () => rowsSchema.parse((await pool.query<object>(rowsText)).rows);
      const before = await rowsNow();
      expect(before.flatMap(({ wrapped, sealed }) => [wrapped, sealed]).join()).not.toContain(
        Buffer.from(canary).toString("hex"),
      );
      expect(new Set(before.flatMap(({ key_id, wrapped, sealed }) => [key_id, wrapped, sealed])).size).toBe(6);
      expect(await secrets.rotate()).toBe(2);
      const kept = new Set(before.flatMap(({ key_id, wrapped, sealed }) => [key_id, wrapped, sealed]));
      for (const { key_id, wrapped, sealed } of await rowsNow())
        expect([key_id, wrapped, sealed].filter((value) => kept.has(value))).toEqual([]);
      const again = await open(url);
      expect([await again.read("SHOP"), await again.read("TILL")]).toEqual([canary, canary]);
      await Promise.all([secrets.close(), again.close()]);
    });

    test("do not open in another's row, nor with another master key, under which none is set either", async () => {
      const { url, pool } = await openDatabase();
      const secrets = await open(url);
      await secrets.set("SHOP", canary);
      await secrets.set("TILL", "other");
      await pool.query(
        "update secrets set wrapped = shop.wrapped, sealed = shop.sealed from secrets shop where shop.name = 'SHOP' and secrets.name = 'TILL'",
      );
      await expect(secrets.read("TILL")).rejects.toMatchObject({ code: "PUR-3032" });
      await expect(secrets.read("TILL").catch(String)).resolves.not.toContain(canary);
      await expect(open(url, randomBytes(32))).rejects.toMatchObject({ code: "PUR-5002" });
      await secrets.close();
    });

    test("that are none are refused", async () => {
      const { url } = await openDatabase();
      const secrets = await open(url);
      for (const [name, value] of [
        ["", "x"],
        ["1st", "x"],
        ["a b", "x"],
        ["a".repeat(65), "x"],
        ["SHOP", ""],
        ["SHOP", "x".repeat(16_385)],
        ["SHOP", "a\0b"],
      ] as const)
        await expect(secrets.set(name, value)).rejects.toMatchObject({ code: "PUR-3031" });
      expect(await secrets.list()).toEqual([]);
      await secrets.close();
    });

    test("are in a backup sealed, and open where it is restored with its key", async () => {
      const from = await openDatabase();
      const folder = mkdtempSync(join(tmpdir(), "purser-secrets-"));
      const path = join(folder, "purser.backup");
      const secrets = await open(from.url);
      await secrets.set("SHOP", canary);
      await secrets.close();
      await writeBackup({ databaseUrl: from.url, path, masterKey, version: "1.2.3" });
      const bytes = gunzipSync(readFileSync(path));
      for (const encoding of ["utf8", "hex", "base64"] as const)
        expect(bytes.includes(Buffer.from(canary).toString(encoding))).toBe(false);
      const { url } = await openDatabase("empty");
      await restoreBackup({ databaseUrl: url, path, masterKey });
      const restored = await open(url);
      expect(await restored.read("SHOP")).toBe(canary);
      await restored.close();
      rmSync(folder, { recursive: true, force: true });
    });
  });
}
