import { type Readiness, readinessSchema } from "@purser/contract";
import { describe, expect, test } from "vitest";
import type { CaseStore } from "../cases/case-store.ts";
import { createWaitingApi } from "./create-api.ts";
import { openApi, type TestApi } from "./testing/test-api.ts";

const away = () => Promise.reject(new Error("connect ECONNREFUSED 10.1.2.3:5432"));

async function failing(api: TestApi): Promise<{ names: string[]; checks: Readiness["checks"] }> {
  const { ready, checks } = await api.json(readinessSchema, 503, "GET", "/readyz");
  expect(ready).toBe(false);
  const names = Object.entries(checks).flatMap(([name, { ok }]) => (ok ? [] : [name]));
  for (const { ok, reason } of Object.values(checks)) expect(reason === null).toBe(ok);
  return { names, checks };
}

function without(change: Partial<CaseStore>): (store: CaseStore) => CaseStore {
  return (store) => ({ ...store, ...change });
}

describe("readiness", () => {
  test("is true when everything holds, and says of nothing why not", async () => {
    const { ready, checks } = await (await openApi()).json(readinessSchema, 200, "GET", "/readyz");
    expect(ready).toBe(true);
    expect(Object.values(checks)).toEqual(Object.keys(checks).map(() => ({ ok: true, reason: null })));
  });

  test("is false when the database is away, without its address, while the process is alive", async () => {
    const api = await openApi({ store: without({ readHealth: away, beat: away }) });
    const { names, checks } = await failing(api);
    expect(names).toEqual(["database", "writing", "schema", "worker"]);
    expect(JSON.stringify(checks)).not.toContain("10.1.2.3");
    expect((await api.ask("GET", "/healthz")).status).toBe(200);
  });

  test("is false when the database does not answer within a second", async () => {
    const never = () => new Promise<never>(() => undefined);
    const api = await openApi({ store: without({ readHealth: never, beat: never }) });
    expect((await failing(api)).names).toContain("database");
  });

  test("is false when the database answers and nothing can be written", async () => {
    const api = await openApi({ store: without({ beat: away }) });
    expect((await failing(api)).names).toEqual(["writing"]);
  });

  test("is false when a newer release has migrated the database", async () => {
    const readHealth = async () => ({ schema: { applied: 12, known: 10 }, workers: 1 });
    const { names, checks } = await failing(await openApi({ store: without({ readHealth }) }));
    expect(names).toEqual(["schema"]);
    expect(checks.schema.reason).toContain("12");
  });

  test("is false when no worker was at work lately, in this process or another", async () => {
    const api = await openApi({ beats: false });
    expect((await failing(api)).names).toEqual(["worker"]);
    await api.telemetry.store.beat("main", { processId: "worker-elsewhere", role: "worker" });
    expect((await api.ask("GET", "/readyz")).status).toBe(200);
    api.clock.advance(31_000);
    expect((await failing(api)).names).toEqual(["worker"]);
  });

  test("is false when the disk of the data directory is nearly full", async () => {
    const api = await openApi({ freeBytes: async () => 5 * 1024 * 1024 });
    const { names, checks } = await failing(api);
    expect(names).toEqual(["disk"]);
    expect(checks.disk.reason).toContain("5 MiB");
  });

  test("is false while the process stops, and before its deployment is open", async () => {
    const api = await openApi();
    api.close();
    expect((await failing(api)).names).toEqual(["running"]);
    const answer = await createWaitingApi("0.0.0").fetch(new Request("http://purser.test/readyz"));
    expect(answer.status).toBe(503);
    expect(readinessSchema.parse(await answer.json()).checks.blueprint.ok).toBe(false);
  });
});
