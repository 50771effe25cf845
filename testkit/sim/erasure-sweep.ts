import { type CaseId, type CustomerId, PurserError } from "@purser/contract";
import { hours } from "@purser/kit";
import { makeRequest, readCustomerFile } from "../../server/src/conversations/customers/customer-file.ts";
import { eraseCustomer } from "../../server/src/conversations/customers/erase-customer.ts";
import type { Desk } from "../../server/src/conversations/desk.ts";
import { verifyLogs } from "../../server/src/conversations/verify-logs.ts";
import { larkspurReasoner } from "../scenarios/larkspur.ts";
import { larkspurOnce } from "../scenarios/larkspur-once.ts";
import { orderOf, refundText } from "../scenarios/requests.ts";
import { lead, Stage } from "../scenarios/stage.ts";
import { scheduledStore } from "./scheduled-ports.ts";
import type { Scheduler } from "./scheduler.ts";
import { openSimulation, type Simulation, simulatedTenant } from "./simulation.ts";
import { calm } from "./swarm.ts";

/** Where the process that erases is killed: at its store call of this number, whose effect came about or did not. */
export type ErasureKill = { call: number; when: "before" | "after" };

export type PlayedErasure = {
  problems: readonly string[];
  /** The store calls of the erasure that was killed, or of the whole one in a calm run. */
  calls: number;
  /** What was there to be seen when it was killed. */
  met: string;
};

/** All places at which an erasure can be killed. */
export function erasurePlaces({ calls }: PlayedErasure): readonly ErasureKill[] {
  return Array.from({ length: calls }, (_, index) => index + 1).flatMap((call) =>
    (["before", "after"] as const).map((when) => ({ call, when })),
  );
}

const admin = { id: "tm_admin", role: "admin" } as const;
/** She is refused while something of hers is not settled, and asks again. */
const againAfterMs = 60_000;
const mostTries = 200;
const bystanderSaid = "canary of a bystander";

/**
 * A customer with a case that is done, one that waits for an approval and one that a worker is busy with is erased, while
 * she writes on. The process that erases is killed, and a later run finishes. Then nothing of hers may be left.
 */
export async function playErasure(seed: number, kill: ErasureKill | null): Promise<PlayedErasure> {
  const simulation = await openSimulation({ seed, blueprint: await larkspurOnce(), reasoner: larkspurReasoner });
  const { scheduler, store } = simulation;
  const stage = new Stage(simulation, calm);
  const who = stage.landmarks.refundLarge;
  const { customerId, caseIds, bystander } = await prepare(simulation, stage);
  await makeRequest(customerId, { what: "erase", legalBasis: "Art. 17" }, lead, simulation.desk);
  const busy = stage.opens(who, "canary: hello, where is my order?");
  void busy.then((caseId) => caseIds.push(caseId));
  const killing = new Killing(scheduler, kill);
  const desk = { ...simulation.desk, store: scheduledStore(store, "desk of an eraser", killing) };
  let isDone = false;
  void eraseInTheEnd(customerId, desk, scheduler).then(() => {
    isDone = true;
  });
  // She writes on, whatever is done meanwhile; what comes too late is refused.
  void writesOn(stage, caseIds);
  await simulation.run(() => isDone || killing.isDead, { hours: 24 });
  const met = await metIn(simulation, caseIds);
  await simulation.run(() => isDone, { hours: 1 });
  if (!isDone) {
    const heir = { ...simulation.desk, store: scheduledStore(store, "desk of an heir", scheduler) };
    void eraseInTheEnd(customerId, heir, scheduler).then(() => {
      isDone = true;
    });
    await simulation.run(() => isDone, { hours: 24 });
  }
  await simulation.run(() => false, { hours: 24 });
  const problems = isDone ? await problemsAfter(simulation, customerId, caseIds) : ["She is not erased in the end."];
  return { problems: [...problems, ...(await bystanderHarmed(simulation, bystander))], calls: killing.calls, met };
}

/** The calls of one process, up to the one at which it is killed: that one and all later ones are never answered. */
class Killing implements Pick<Scheduler, "call"> {
  calls = 0;
  isDead = false;
  readonly #scheduler: Scheduler;
  readonly #kill: ErasureKill | null;

  constructor(scheduler: Scheduler, kill: ErasureKill | null) {
    this.#scheduler = scheduler;
    this.#kill = kill;
  }

  call<Result>(actor: string, port: string, effect: () => Promise<Result>): Promise<Result> {
    if (this.isDead) return never();
    this.calls += 1;
    if (this.#kill?.call !== this.calls) return this.#scheduler.call(actor, port, effect);
    if (this.#kill.when === "before") this.isDead = true;
    else
      void this.#scheduler.call(actor, port, effect).finally(() => {
        this.isDead = true;
      });
    return never();
  }
}

function never<Result>(): Promise<Result> {
  return new Promise(() => undefined);
}

/** Up to the moment at which somebody begins to erase her. */
async function prepare(simulation: Simulation, stage: Stage) {
  const { refundLarge: who, refundSmall: other } = stage.landmarks;
  const prepared: { bystander: CaseId; caseIds: CaseId[] }[] = [];
  void (async () => {
    const bystander = await stage.opens(other, bystanderSaid);
    const done = await stage.opens(who, "canary: thank you for everything");
    const refunding = await stage.opens(who, `canary: ${refundText(who, orderOf(who).paidMinor)}`);
    await stage.saysOnceAsked(refunding, "yes");
    await stage.pauseOf(refunding, "approve");
    prepared.push({ bystander, caseIds: [done, refunding] });
  })();
  await simulation.run(() => prepared.length > 0, { hours: 24 });
  const [ready] = prepared;
  const row =
    ready?.caseIds[0] === undefined ? null : await simulation.store.readCase(simulatedTenant, ready.caseIds[0]);
  if (ready === undefined || row === null || row.customerId === null)
    throw new Error("What is to be erased did not come about.");
  return { ...ready, customerId: row.customerId };
}

async function eraseInTheEnd(customerId: CustomerId, desk: Desk, scheduler: Scheduler): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await eraseCustomer(customerId, admin, desk);
      return;
    } catch (error) {
      const isRefused = error instanceof PurserError && (error.code === "PUR-2183" || error.code === "PUR-2006");
      if (!isRefused || tries === mostTries) throw error;
      await scheduler.sleep("people", againAfterMs, null);
    }
  }
}

async function writesOn(stage: Stage, caseIds: readonly CaseId[]): Promise<void> {
  for (let count = 1; count <= 6; count += 1) {
    await stage.waits(count % 2);
    for (const caseId of caseIds) await stage.tries(() => stage.says(caseId, `canary: are you there? ${count}`));
  }
}

/** How far it had come. */
async function metIn({ store }: Simulation, caseIds: readonly CaseId[]): Promise<string> {
  const ends: boolean[] = [];
  for (const caseId of caseIds) {
    const rows = await store.readEvents(simulatedTenant, caseId, 0, 10_000);
    if (rows.some(({ event }) => event === null)) return "destroyed";
    ends.push(rows.at(-1)?.event?.kind === "case.erased");
  }
  if (ends.every(Boolean)) return "all cases ended";
  return ends.some(Boolean) ? "some cases ended" : "begun";
}

/** What of an erased customer is left, that should not be; and what is not as it should be for those who look on. */
export async function problemsAfter(
  { store, desk }: Simulation,
  customerId: CustomerId,
  caseIds: readonly CaseId[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  const { problem } = await verifyLogs(null, { store, tenant: simulatedTenant });
  if (problem !== null) problems.push(`The log of ${problem.caseId} is broken at ${problem.seq}: ${problem.what}`);
  for (const caseId of caseIds) problems.push(...(await leftOf(caseId, store)));
  const listed = await store.listPauses(simulatedTenant, { state: "open", kind: null }, 500);
  const owned = await store.listOwners(simulatedTenant);
  for (const { caseId } of [...listed, ...owned])
    if (caseIds.includes(caseId)) problems.push(`${caseId} is still in a list of what waits for people.`);
  const outbox = await store.claimOutbox({
    tenant: simulatedTenant,
    workerId: "checker",
    leaseMs: hours(1),
    limit: 500,
    kinds: ["message", "case", "signal", "mail"],
  });
  for (const { caseId } of outbox)
    if (caseIds.includes(caseId)) problems.push(`${caseId} still has something to send.`);
  const { records } = await readCustomerFile(customerId, admin, desk);
  const kinds = records.map(({ entry }) => entry.kind);
  if (kinds.join() !== "request.made,request.carried-out") problems.push(`Her records say ${kinds.join()}.`);
  return problems;
}

async function leftOf(caseId: CaseId, store: Simulation["store"]): Promise<readonly string[]> {
  const row = await store.readCase(simulatedTenant, caseId);
  const rows = await store.readEvents(simulatedTenant, caseId, 0, 10_000);
  const said = rows.flatMap(({ event }) => (event === null ? [] : [event.kind]));
  const state = await store.readState(simulatedTenant, caseId);
  const problems: string[] = [];
  if (said.join() !== "case.erased") problems.push(`${caseId} still says ${said.join()}.`);
  if (rows.at(-1)?.event?.kind !== "case.erased") problems.push(`${caseId} does not end with its erasure.`);
  if (state === null || state.state !== null || state.events.length !== 1)
    problems.push(`${caseId} still has a state that can be read.`);
  if (JSON.stringify([rows, state]).includes("canary")) problems.push(`${caseId} still holds what she wrote.`);
  if (row === null || row.status !== "closed" || row.isRunnable || row.wakeAt !== null)
    problems.push(`${caseId} is ${row?.status ?? "gone"}${row?.isRunnable === true ? " and runnable" : ""}.`);
  return problems;
}

async function bystanderHarmed({ store }: Simulation, caseId: CaseId): Promise<readonly string[]> {
  const rows = await store.readEvents(simulatedTenant, caseId, 0, 10_000);
  const isWhole = rows.every(({ event }) => event !== null) && JSON.stringify(rows).includes(bystanderSaid);
  return isWhole ? [] : [`${caseId} of somebody else is no longer whole.`];
}
