import { randomBytes } from "node:crypto";
import type { CaseId } from "@purser/contract";
import type { Pool } from "pg";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  append,
  caseId,
  claimAll,
  claimedCase,
  idNamed,
  inlet,
  opening,
  otherCaseId,
  tenant,
  workOn,
} from "../../testing/store-under-test.ts";
import { Signals } from "../signals.ts";
import { postgresOf, until } from "./postgres-under-test.ts";
import type { TestDatabases } from "./test-databases.ts";

export function testConnections(databases: () => TestDatabases): void {
  describe("connections to Postgres", () => {
    testRaces(databases);
    testCuts(databases);
    testSignals(databases);
  });
}

/** Ends the connections with this name, of all stores; answers which. */
async function cut(pool: Pool, name: string): Promise<readonly number[]> {
  const result = await pool.query<object>(
    `select pid, pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name = $1`,
    [name],
  );
  return z
    .array(z.object({ pid: z.int() }))
    .parse(result.rows)
    .map(({ pid }) => pid);
}

async function countConnections(pool: Pool, condition: string): Promise<number> {
  const result = await pool.query(
    `select 1 from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and ${condition}`,
  );
  return result.rowCount ?? 0;
}

function testRaces(databases: () => TestDatabases): void {
  const openDatabase = postgresOf(databases);
  test("processes that race for the same cases hold each of them once", async () => {
    const { open } = await openDatabase();
    const stores = await Promise.all([open(), open()]);
    const ids = Array.from({ length: 30 }, (_, index) => idNamed("case", `raced ${index}`));
    for (const id of ids) await append(stores[0], opening({ caseId: id }));
    const claims = await Promise.all(
      stores.flatMap((store, index) => [1, 2, 3].map((turn) => claimAll(store, `worker-${index}-${turn}`, 7))),
    );
    const claimed = claims.flat().map((held) => held.row.caseId);
    expect(new Set(claimed).size).toBe(claimed.length);
    const rest = await claimAll(stores[0], "worker-last", 100);
    expect([...claimed, ...rest.map((held) => held.row.caseId)].toSorted()).toEqual(ids.toSorted());
  });

  test("processes that meet a customer at once agree on her key", async () => {
    const { open } = await openDatabase();
    const stores = await Promise.all([open(), open(), open()]);
    const ids = stores.map((_, index) => idNamed("case", `met ${index}`));
    await Promise.all(stores.map((store, index) => append(store, opening({ caseId: ids[index] ?? caseId }))));
    const reader = await open();
    for (const id of ids) {
      const stored = await reader.readEvents(tenant, id, 0, 10);
      expect(stored.map(({ event }) => event?.kind)).toEqual(["case.opened", "message.received"]);
    }
  });
}

function testCuts(databases: () => TestDatabases): void {
  const openDatabase = postgresOf(databases);
  test("an append whose connection is cut says that nobody knows, and the next one works", async () => {
    const { pool, open } = await openDatabase();
    const store = await open();
    await append(store, opening());
    const blocker = await pool.connect();
    await blocker.query("begin");
    await blocker.query("select 1 from cases for update");
    const blocked = store.appendInlet(inlet("Hello?"));
    const failure = blocked.catch((error: unknown) => error);
    await until(async () => {
      const waiting = await blocker.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'");
      return waiting.rowCount === 1;
    });
    await blocker.query("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'");
    expect(await failure).toMatchObject({ code: "PUR-1005" });
    await blocker.query("rollback");
    blocker.release();
    await append(store, inlet("Hello again"));
    expect(await store.readCase(tenant, caseId)).toMatchObject({ version: 3 });
  });

  test("connections that are cut while nobody uses them are replaced", async () => {
    const { pool, open } = await openDatabase();
    const store = await open();
    await Promise.all([store.now(), store.now(), store.now()]);
    await cut(pool, "purser");
    await until(async () => (await countConnections(pool, "application_name = 'purser'")) === 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await append(store, opening());
    expect(await store.readCase(tenant, caseId)).toMatchObject({ version: 2 });
  });
}

function testSignals(databases: () => TestDatabases): void {
  const openDatabase = postgresOf(databases);
  // Its last statement was to listen, or something later.
  const listening = "application_name = 'purser signals' and state = 'idle' and query <> ''";

  test("a change in one process is heard in another, once", async () => {
    const { pool, open } = await openDatabase();
    const [writer, listener] = [await open(), await open()];
    const heard: CaseId[] = [];
    listener.subscribe((id) => heard.push(id));
    await until(async () => (await countConnections(pool, listening)) > 0);
    const held = await claimedCase(writer);
    await until(() => heard.length >= 1);
    await writer.appendDecision(workOn(held));
    await until(() => heard.length >= 2);
    expect(heard).toEqual([caseId, caseId]);
  });

  test("progress in one process is heard in another, and stands in no log", async () => {
    const { pool, open } = await openDatabase();
    const [worker, server] = [await open(), await open()];
    const heard: string[] = [];
    server.watchProgress((id, doing) => heard.push(`${id} ${doing}`));
    worker.watchProgress(() => undefined);
    await until(async () => (await countConnections(pool, listening)) === 2);
    await append(worker, opening());
    const { version } = (await worker.readCase(tenant, caseId)) ?? { version: 0 };
    worker.showProgress(caseId, "looking up: your order");
    await until(() => heard.length > 0);
    expect(heard).toEqual([`${caseId} looking up: your order`]);
    expect(await worker.readEvents(tenant, caseId, 0, 10)).toHaveLength(version);
  });

  test("the signals come back after their connection was cut", async () => {
    const { pool, open } = await openDatabase();
    const [writer, listener] = [await open(), await open()];
    const heard: CaseId[] = [];
    listener.subscribe((id) => heard.push(id));
    await until(async () => (await countConnections(pool, listening)) === 1);
    await append(writer, opening());
    await until(() => heard.includes(caseId));
    const ended = await cut(pool, "purser signals");
    expect(ended).toHaveLength(2);
    await until(async () => (await countConnections(pool, `${listening} and pid <> all ('{${ended.join()}}')`)) === 2);
    await append(writer, opening({ caseId: otherCaseId }));
    await until(() => heard.includes(otherCaseId));
    expect(heard).toEqual([caseId, otherCaseId]);
  });

  test("more changes at once than one notification holds are all heard", async () => {
    const { url } = await openDatabase();
    const [teller, hearer] = [new Signals(url, randomBytes), new Signals(url, randomBytes)];
    const heard = new Set<CaseId>();
    hearer.subscribe((id) => heard.add(id));
    hearer.tell(otherCaseId, true);
    await until(() => {
      teller.tell(caseId, true); // again and again, until the other one listens
      return heard.has(caseId);
    });
    const ids = Array.from({ length: 600 }, (_, index) => idNamed("case", `many ${index}`));
    for (const id of ids) teller.tell(id, true);
    await until(() => heard.size === ids.length + 2);
    await Promise.all([teller.close(), hearer.close()]);
  });
}
