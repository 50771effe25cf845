import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  buildServer,
  type PostgresForTests,
  Stand,
  type StandCase,
  startPostgres,
  tenant,
  until,
} from "./open-stand.ts";
import { problemsOfChange, problemsOfLog, violationsIn } from "./problems-of.ts";
import { type CasePlan, type StopAt, WorkerProcess } from "./worker-process.ts";

/** Long enough that a busy machine renews in time; a dead worker's cases wait for so long. */
const leaseMs = 3_000;
const timeLimitMs = 150_000;
/** After that long a change that is not there is not on its way any more. */
const settleMs = 20_000;

let postgres: PostgresForTests | null = null;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  buildServer();
  postgres = await startPostgres();
}, timeLimitMs);
afterAll(async () => postgres?.stop());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const newAddress = (orderId: string) =>
  `Please change the delivery address of my order ${orderId}. It should go to 12 Elm Street, Portland, OR 97201.`;
/** Nothing that a procedure is about: she is asked once what she wants. */
const unclear = (orderId: string) => `Zebras whistle at ${orderId}?`;

async function startTwoWorkers(): Promise<[WorkerProcess, WorkerProcess, Stand]> {
  const [first, second] = [new WorkerProcess(), new WorkerProcess()];
  const workers = [first, second];
  for (const worker of workers)
    cleanups.push(async () => {
      worker.signal("SIGKILL");
      await worker.exited;
    });
  await until("both workers are ready", () => workers.every((worker) => worker.of("ready").length === 1));
  const [ready] = first.of("ready");
  if (postgres === null || ready === undefined) throw new Error("The workers did not start.");
  const stand = await Stand.open(postgres.server.url, `stand_${Math.trunc(performance.now())}`, ready.blueprintHash);
  cleanups.push(() => stand.close());
  return [first, second, stand];
}

function openOn(worker: WorkerProcess, { databaseUrl, masterKey }: Stand, concurrency: number): void {
  worker.open({ databaseUrl, masterKey, leaseMs, concurrency });
}

function planOf(
  cases: readonly StandCase[],
  stopAt: (index: number) => StopAt | null = () => null,
): Record<string, CasePlan> {
  return Object.fromEntries(cases.map(({ caseId, urls }, index) => [caseId, { urls, stopAt: stopAt(index) }]));
}

/** No case waits for a worker or is held by one. */
async function isQuiet(stand: Stand): Promise<boolean> {
  const { rows } = await stand.store.listCases({ tenant, status: null, customerId: null, after: null, limit: 500 });
  return rows.every(({ isRunnable }) => !isRunnable) && (await stand.heldCases()) === 0;
}

/** A case in which fewer calls were made than in the clean one never comes to its last points, and is over. */
async function standingOrOver(worker: WorkerProcess, stand: Stand): Promise<number> {
  const { rows } = await stand.store.listCases({
    tenant,
    status: "resolved",
    customerId: null,
    after: null,
    limit: 500,
  });
  return new Set([...worker.of("stopped"), ...rows].map(({ caseId }) => caseId)).size;
}

async function areResolved(stand: Stand): Promise<boolean> {
  const { rows } = await stand.store.listCases({ tenant, status: null, customerId: null, after: null, limit: 500 });
  return rows.every(({ status }) => status === "resolved");
}

function openMany(stand: Stand, count: number, text: (orderId: string) => string): Promise<StandCase[]> {
  return Promise.all(Array.from({ length: count }, () => stand.opens(text)));
}

test(
  "an address change whose worker is killed before or after any call is made once and told once",
  async () => {
    const [killed, heir, stand] = await startTwoWorkers();
    openOn(killed, stand, 100);
    const clean = await stand.opens(newAddress);
    killed.play(planOf([clean]));
    await until("the clean case is over", async () => killed.of("called").length > 0 && (await isQuiet(stand)));
    expect(await problemsOfChange(clean, stand)).toEqual([]);
    const names = killed.of("called").map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["claim", "appendDecision", "oms PUT"]));

    const points = names.flatMap((_, index): StopAt[] => [
      { call: index + 1, when: "before" },
      { call: index + 1, when: "after" },
    ]);
    const cases = await openMany(stand, points.length, newAddress);
    killed.play(planOf(cases, (index) => points[index] ?? null));
    await until("all cases stand still", async () => (await standingOrOver(killed, stand)) > points.length);
    killed.signal("SIGKILL");
    expect(await killed.exited).toEqual({ code: null, signal: "SIGKILL" });

    openOn(heir, stand, 100);
    heir.play(planOf(cases));
    // A call that was begun and is not found is looked for again, and only sent again once it must have settled.
    await until("all cases are taken over", () => isQuiet(stand));
    await stand.passes(settleMs);
    await until("all cases are resolved", async () => (await isQuiet(stand)) && (await areResolved(stand)));
    const problems = await Promise.all(
      cases.map(async (each, index) => ({
        point: points[index],
        name: names[Math.trunc(index / 2)],
        problems: await problemsOfChange(each, stand),
      })),
    );
    expect(problems.filter((each) => each.problems.length > 0)).toEqual([]);
    expect(await violationsIn([clean, ...cases], stand)).toEqual([]);
  },
  timeLimitMs,
);

test(
  "of two workers on thirty cases one sleeps past its leases, and what it then decides is refused",
  async () => {
    const [sleeper, other, stand] = await startTwoWorkers();
    const changes = await openMany(stand, 20, newAddress);
    const questions = await openMany(stand, 10, unclear);
    const cases = [...changes, ...questions];
    openOn(sleeper, stand, 6);
    // Of the cases that the sleeper gets, many stand still at one call or another; the rest goes on.
    const stopAt = (index: number): StopAt | null =>
      index % 5 < 2 ? { call: 2 + Math.trunc(index / 5), when: index % 2 === 0 ? "before" : "after" } : null;
    sleeper.play(planOf(cases, stopAt));
    // Before the other one comes, which would take what the sleeper has not got yet.
    await until("three cases stand still", () => sleeper.of("stopped").length >= 3);
    openOn(other, stand, 6);
    other.play(planOf(cases));
    await until("both have cases", () => other.of("claimed").length > 0);
    sleeper.signal("SIGSTOP");
    await until("nothing is left to do", () => isQuiet(stand));
    sleeper.signal("SIGCONT");
    sleeper.letGo();
    sleeper.stop();
    await until("the sleeper has ended", () => sleeper.hasExited);
    expect(await sleeper.exited).toEqual({ code: 0, signal: null });
    await until("nothing is left to do", () => isQuiet(stand));

    const problems = [
      ...(await Promise.all(changes.map((each) => problemsOfChange(each, stand)))),
      ...(await Promise.all(questions.map((each) => problemsOfLog(each, stand)))),
    ];
    expect(problems.flat()).toEqual([]);
    expect(await violationsIn(cases, stand)).toEqual([]);
    const claims = [...sleeper.of("claimed"), ...other.of("claimed")].map(({ caseId, epoch }) => `${caseId} ${epoch}`);
    expect(new Set(claims).size).toBe(claims.length);
    expect(
      sleeper.of("log").filter(({ event, fields }) => event === "decision.overtaken" && fields["kind"] === "fenced"),
    ).not.toEqual([]);
  },
  timeLimitMs,
);
