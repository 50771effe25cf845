import { randomBytes } from "node:crypto";
import { epochMsOf, instantSchema } from "@purser/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "./create-database.ts";
import { replaceClock } from "./demo-clock.ts";
import { openPostgresStore } from "./postgres-store.ts";
import { startTestDatabases, type TestDatabases } from "./testing/test-databases.ts";

const beginsAt = instantSchema.parse("2026-02-10T07:17:00.000Z");
const hourMs = 3_600_000;
let databases: TestDatabases;

beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());

test("a demo's store begins at the given time, runs on, and is moved on; its neighbours ask the same clock", async () => {
  const server = await databases.empty();
  const url = await createDatabase(server.url, "demo_story");
  const clock = await replaceClock(url, beginsAt);
  const store = await openPostgresStore({ url, masterKey: randomBytes(32), random: randomBytes });
  try {
    const first = epochMsOf(await store.now());
    expect(first - epochMsOf(beginsAt)).toBeGreaterThanOrEqual(0);
    expect(first - epochMsOf(beginsAt)).toBeLessThan(5000);
    expect(Math.abs(clock.nowMs() - first)).toBeLessThan(2000);
    await clock.advance(30 * hourMs);
    const later = epochMsOf(await store.now());
    expect(later - first).toBeGreaterThanOrEqual(30 * hourMs);
    expect(Math.abs(clock.nowMs() - later)).toBeLessThan(2000);
    expect(epochMsOf(await store.now())).toBeGreaterThanOrEqual(later);
  } finally {
    await store.close();
    await clock.close();
  }
});

test("a database has a plain name", async () => {
  await expect(createDatabase("postgres://nowhere/postgres", "demo; drop")).rejects.toThrow("No name for a database");
});
