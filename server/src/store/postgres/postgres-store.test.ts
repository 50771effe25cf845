import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll } from "vitest";
import { testAccountStore } from "../testing/test-account-store.ts";
import { testCaseStore } from "../testing/test-case-store.ts";
import { openAccounts } from "./accounts.ts";
import { openPostgresStore } from "./postgres-store.ts";
import { masterKey } from "./testing/postgres-under-test.ts";
import { setStoreTime } from "./testing/set-store-time.ts";
import { testAudit } from "./testing/test-audit.ts";
import { testBackup } from "./testing/test-backup.ts";
import { testClaims } from "./testing/test-claims.ts";
import { testConnections } from "./testing/test-connections.ts";
import { type TestDatabases, startTestDatabases } from "./testing/test-databases.ts";
import { testErasure } from "./testing/test-erasure.ts";
import { testKnownLogs } from "./testing/test-known-logs.ts";
import { testOpening } from "./testing/test-opening.ts";
import { testSecrets } from "./testing/test-secrets.ts";
import { testTornErasure } from "./testing/test-torn-erasure.ts";
import { testUnreadableLogs } from "./testing/test-unreadable-logs.ts";

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());

testCaseStore("postgres", async (start) => {
  const { url, pool, handBack } = await databases.migrated();
  await setStoreTime(pool, start);
  const store = await openPostgresStore({ url, masterKey, random: randomBytes, poolSize: 4 });
  return {
    store,
    setTime: (time) => setStoreTime(pool, time),
    close: async () => {
      await store.close();
      await handBack();
    },
  };
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
testAccountStore("postgres", async () => {
  const { url, pool, handBack } = await databases.migrated();
  await setStoreTime(pool, "2026-01-05T09:00:00Z");
  const accounts = await openAccounts({ databaseUrl: url, masterKey, tenant: "acme", random: randomBytes });
  closing.push(accounts.close, handBack);
  return { accounts, setTime: (time) => setStoreTime(pool, time) };
});

testOpening(() => databases);
testClaims(() => databases);
testConnections(() => databases);
testUnreadableLogs(() => databases);
testKnownLogs(() => databases);
testErasure(() => databases);
testTornErasure(() => databases);
testBackup(() => databases);
testAudit(() => databases);
testSecrets(() => databases);
