import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { append, caseId, opening, tenant } from "../../testing/store-under-test.ts";
import { openPostgresStore } from "../postgres-store.ts";
import { masterKey, postgresOf } from "./postgres-under-test.ts";
import type { TestDatabases } from "./test-databases.ts";

export function testOpening(databases: () => TestDatabases): void {
  describe("opening a Postgres store", () => {
    const openDatabase = postgresOf(databases);

    test("processes that start at once on an empty database all find the schema, and share one secret", async () => {
      const { open } = await openDatabase("empty");
      const stores = await Promise.all([open(), open(), open()]);
      const secrets = await Promise.all(stores.map(async (store) => Buffer.from(await store.deploymentSecret())));
      expect(new Set(secrets.map((secret) => secret.toString("hex"))).size).toBe(1);
    });

    test("what one process wrote another one reads", async () => {
      const { open } = await openDatabase();
      await append(await open(), opening());
      const later = await open();
      const stored = await later.readEvents(tenant, caseId, 0, 10);
      expect(stored.map(({ event }) => event?.body)).toEqual(opening().events.map(({ body }) => body));
    });

    test("a database that may lose what it acknowledged is refused", async () => {
      const { url, pool, open } = await openDatabase("empty");
      await pool.query(`alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`);
      await expect(open()).rejects.toMatchObject({ code: "PUR-1006" });
      const tables = await pool.query("select 1 from pg_tables where schemaname = 'public'");
      expect(tables.rowCount).toBe(0);
    });

    test("a database that a newer Purser migrated is refused", async () => {
      const { pool, open } = await openDatabase("empty");
      await open();
      await pool.query("insert into schema_migrations (number, name) values (9999, 'later')");
      await expect(open()).rejects.toMatchObject({ code: "PUR-1009" });
    });

    test("another master key than the first is refused", async () => {
      const { url, open } = await openDatabase();
      await open();
      const other = openPostgresStore({ url, masterKey: new Uint8Array(32).fill(7), random: randomBytes });
      await expect(other).rejects.toMatchObject({ code: "PUR-5002" });
    });

    test("an address that leads to no database is told with what is wrong, and without the password", async () => {
      const { url } = await openDatabase("empty");
      const changed = (change: (address: URL) => void): string => {
        const address = new URL(url);
        address.password = "a-password-to-hide";
        change(address);
        return address.href;
      };
      const wrong: [string, RegExp][] = [
        [changed((address) => (address.port = "1")), /ECONNREFUSED/],
        [changed((address) => (address.hostname = "no-such-host.invalid")), /no-such-host\.invalid/],
        [changed((address) => (address.pathname = "/no_such_database")), /password|no_such_database/],
        [changed((address) => (address.username = "nobody_here")), /nobody_here/],
        [changed(() => undefined), /password/],
      ];
      for (const [address, says] of wrong) {
        const failure: unknown = await openPostgresStore({ url: address, masterKey, random: randomBytes }).then(
          async (store) => store.close(),
          (error: unknown) => error,
        );
        expect(failure).toMatchObject({ code: "PUR-1005" });
        expect(String(failure)).toMatch(says);
        expect(String(failure)).not.toContain("a-password-to-hide");
      }
      const missing = new URL(url);
      missing.pathname = "/no_such_database";
      await expect(openPostgresStore({ url: missing.href, masterKey, random: randomBytes })).rejects.toThrow(
        /PUR-1005 .*no_such_database/,
      );
    });
  });
}
