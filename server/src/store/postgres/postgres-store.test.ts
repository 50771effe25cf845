import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { testCaseStore } from "../test-case-store.ts";
import { openPostgresStore } from "./postgres-store.ts";
import { setStoreTime } from "./testing/set-store-time.ts";
import { type TestDatabases, startTestDatabases } from "./testing/test-databases.ts";

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());

testCaseStore("postgres", async (start) => {
  const { url, pool, handBack } = await databases.migrated();
  await setStoreTime(pool, start);
  const store = await openPostgresStore({ url, masterKey: new Uint8Array(32), random: randomBytes, poolSize: 4 });
  return {
    store,
    setTime: (time) => setStoreTime(pool, time),
    close: async () => {
      await store.close();
      await handBack();
    },
  };
});
