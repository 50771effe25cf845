import { randomBytes } from "node:crypto";
import type { CaseId, PurserError } from "@purser/contract";
import { afterEach } from "vitest";
import type { CaseStore } from "../../../cases/case-store.ts";
import { openPostgresStore } from "../postgres-store.ts";
import type { TestDatabase, TestDatabases } from "./test-databases.ts";

export const masterKey = new Uint8Array(32);

/** One database with as many stores on it as a test opens, each as a process of its own would. */
export type PostgresUnderTest = TestDatabase & {
  open: () => Promise<CaseStore>;
  /** What the stores found unreadable. */
  problems: readonly { caseId: CaseId | null; error: PurserError }[];
};

/** For the `describe` block that calls it: gives databases, and closes their stores after each test. */
export function postgresOf(
  databases: () => TestDatabases,
): (kind?: "migrated" | "empty") => Promise<PostgresUnderTest> {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
  return async (kind = "migrated") => {
    const database = await databases()[kind]();
    closing.push(database.handBack);
    const problems: { caseId: CaseId | null; error: PurserError }[] = [];
    const open = async (): Promise<CaseStore> => {
      const store = await openPostgresStore({
        url: database.url,
        masterKey,
        random: randomBytes,
        poolSize: 4,
        onProblem: (caseId, error) => problems.push({ caseId, error }),
      });
      closing.push(() => store.close());
      return store;
    };
    return { ...database, open, problems };
  };
}

/** Waits for what another connection or process brings about. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error("It did not come about.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
