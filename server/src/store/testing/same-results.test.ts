import { createHash, randomBytes } from "node:crypto";
import { FakeClock } from "@purser/kit/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { CaseStore } from "../../cases/case-store.ts";
import { openMemoryStore } from "../memory/memory-store.ts";
import { openPostgresStore } from "../postgres/postgres-store.ts";
import { setStoreTime } from "../postgres/testing/set-store-time.ts";
import { type TestDatabase, type TestDatabases, startTestDatabases } from "../postgres/testing/test-databases.ts";
import { type Step, programsOf } from "./test-program-steps.ts";
import { readAll, runStep, startRun } from "./test-program-run.ts";

/** `PROGRAMS=200 STEPS=50 SEED=7 npx vitest run same-results` runs as many, as long ones, from that seed. */
const programs = Number(process.env["PROGRAMS"] ?? 30);
const steps = Number(process.env["STEPS"] ?? 50);
const seed = Number(process.env["SEED"] ?? 20_260_105);

const masterKey = new Uint8Array(32);
let databases: TestDatabases;
let database: TestDatabase;
let postgres: CaseStore;
/** Every answer that a program got: a comparison that never met a refusal says nothing about it. */
const answersMet = new Set<string>();

beforeAll(async () => {
  databases = await startTestDatabases();
  database = await databases.migrated();
  postgres = await openPostgresStore({ url: database.url, masterKey, random: randomBytes, poolSize: 2 });
});

afterAll(async () => {
  await postgres.close();
  await databases.stop();
});

test(
  `${programs} random programs give the same results on memory and Postgres`,
  async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(programsOf(steps), async (program) => {
        count += 1;
        await compare(program, `tenant-${count}`);
      }),
      { numRuns: programs, seed },
    );
    expect([...answersMet]).toEqual(expect.arrayContaining(programs * steps < 1500 ? [] : allAnswers));
  },
  60_000 + programs * 2000,
);

const allAnswers = [
  ...["appended", "duplicate", "overtaken", "too-late", "no-such-case"].map((kind) => `inlet ${kind}`),
  ...["appended", "overtaken", "too-late", "totals-moved", "fenced"].map((kind) => `decide ${kind}`),
  ...["appended", "appended overtaken", "fenced"].map((kind) => `record ${kind}`),
];

/** Each program has a tenant of its own, so that all of them share one database. */
async function compare(program: readonly Step[], tenant: string): Promise<void> {
  const clock = new FakeClock("2026-01-05T09:00:00Z");
  await setStoreTime(database.pool, clock.now());
  const memory = openMemoryStore({ clock, random: countingRandom(), masterKey });
  const runs = [memory, postgres].map((store) => startRun(store, tenant, clock));
  for (const [index, step] of program.entries()) {
    if (step.kind === "advance") {
      clock.advance(step.durationMs);
      await setStoreTime(database.pool, clock.now());
    }
    const [inMemory, inPostgres] = await Promise.all(runs.map((run) => runStep(run, step)));
    expect(comparable(inPostgres), `step ${index}: ${JSON.stringify(step)}`).toEqual(comparable(inMemory));
    note(step, inPostgres);
  }
  const [inMemory, inPostgres] = await Promise.all(runs.map(readAll));
  expect(comparable(inPostgres)).toEqual(comparable(inMemory));
}

function note(step: Step, result: unknown): void {
  const answer = answerSchema.safeParse(result);
  if (!answer.success) return;
  const { kind, wasOvertaken } = answer.data;
  answersMet.add(`${step.kind} ${kind}${wasOvertaken === true ? " overtaken" : ""}`);
}

const answerSchema = z.object({ kind: z.string(), wasOvertaken: z.boolean().optional() });

/** Salts are random, and all hashes follow from them. */
const randomFields = new Set(["salt", "commitment", "hash", "previousHash", "headHash"]);

function comparable(result: unknown): unknown {
  const text = JSON.stringify([result], (name, value: unknown) => (randomFields.has(name) ? "random" : value));
  const copy: unknown = JSON.parse(text);
  return copy;
}

function countingRandom(): (bytes: number) => Uint8Array {
  let count = 0;
  return (bytes) =>
    createHash("shake256", { outputLength: bytes })
      .update(String((count += 1)))
      .digest();
}
