import { setTimeout as delay } from "node:timers/promises";
import { days, hours, minutes, seconds } from "@purser/kit";
import type { CaseRow } from "../../../server/src/cases/case-store.ts";
import { SeededRandom } from "../../sim/random.ts";
import { countReach, type Reach } from "../../sim/reach.ts";
import { bundleChildren, removeBundles } from "./bundle-children.ts";
import type { Child } from "./child.ts";
import { drawCrowd, type Wish } from "./crowd.ts";
import { drawPlan, type Happening, type Kill, type Plan, workerSlots } from "./draw-plan.ts";
import { databaseReach, shopReach } from "./kill-reach.ts";
import { People } from "./people.ts";
import { steadily } from "./postgres-under-test.ts";
import { poison } from "./script.ts";
import { StandUnderAttack, tenant } from "./stand-under-attack.ts";

/** Cases that are under way at any time, as far as there are customers left. */
const liveCases = 40;
const customersForEachKill = 3;
const mostCustomers = 4_000;
const boundaryWithinMs = 2_500;
const rightClock = { offMs: 0, jumpMs: 0 };

/**
 * Kills processes of a deployment at which people and customers are at work, and does to it whatever else the seed has
 * drawn. Then everything heals and a month passes. What it leaves behind is to be checked by who reads logs and ledgers.
 */
export class Campaign {
  readonly stand: StandUnderAttack;
  readonly people: People;
  /** What must not have happened, seen while it ran. */
  readonly problems: string[] = [];
  readonly met: string[] = [];
  readonly #plan: Plan;
  readonly #wishes: readonly Wish[];
  readonly #happening: Promise<void>[] = [];
  #nextKill = 0;
  #opened = 0;
  readonly #opening = new Set<Promise<void>>();
  #web: Child;
  #isReadOnly = false;

  private constructor(stand: StandUnderAttack, people: People, plan: Plan, wishes: readonly Wish[], web: Child) {
    this.stand = stand;
    this.people = people;
    this.#plan = plan;
    this.#wishes = wishes;
    this.#web = web;
    this.#watch(web);
  }

  static async open(seed: number, kills: number): Promise<Campaign> {
    const scripts = await bundleChildren();
    const customers = Math.min(liveCases + kills * customersForEachKill, mostCustomers);
    const crowd = { seed, seededAtMs: Date.now(), customers };
    const stand = await StandUnderAttack.open(scripts, crowd);
    try {
      const web = await stand.startWeb(rightClock);
      const { apiUrl, leadKey, otherKey } = stand;
      const people = new People({ apiUrl, leadKey, otherKey, random: new SeededRandom(seed + 1) });
      const { wishes } = drawCrowd(crowd.seed, crowd.seededAtMs, crowd.customers);
      return new Campaign(stand, people, drawPlan(new SeededRandom(seed), kills), wishes, web);
    } catch (error) {
      await stand.close();
      throw error;
    }
  }

  /** Until all kills are done. */
  async attack(): Promise<void> {
    this.people.start();
    const opening = new AbortController();
    const slots = Array.from({ length: workerSlots }, (_, slot) => this.#keepKilling(slot));
    const killing = Promise.all(slots)
      .then(() => Promise.all(this.#happening))
      .finally(() => opening.abort());
    await Promise.all([killing, this.#keepOpening(opening.signal)]);
  }

  /** Nothing goes wrong any more, and a month passes, a look at everything that falls due in between. */
  async heal(): Promise<void> {
    const { stand } = this;
    stand.heal();
    for (const name of Object.keys(stand.shopWires))
      await fetch(`${stand.controlUrl}/${name}/faults`, { method: "DELETE" });
    const stopping = new AbortController();
    const workers = [0, 1].map((slot) => this.#keepsRunning(slot, stopping.signal));
    await Promise.all(this.#opening);
    await this.#untilQuiet();
    for (const durationMs of untilAMonthHasPassed) {
      await stand.passes(durationMs);
      await this.#untilQuiet();
    }
    await this.people.stop();
    stopping.abort();
    await Promise.all(workers);
  }

  /** Kills that have been begun. */
  get killed(): number {
    return this.#nextKill;
  }

  get reach(): Reach {
    const { databaseWires, webWire, shopWires } = this.stand;
    const wires = [
      ...[...databaseWires, webWire].flatMap(({ met }) => met.map((what) => databaseReach[what])),
      ...Object.values(shopWires).flatMap(({ met }) => met.map((what) => shopReach[what])),
    ];
    return {
      ...countReach([...this.met, ...wires]),
      "F10 message doubled": this.people.doubled,
      "F10 webhook doubled": this.stand.webhooks.doubled,
    };
  }

  async close(): Promise<void> {
    await this.#web.kill();
    await this.stand.close();
    removeBundles();
  }

  async #keepKilling(slot: number): Promise<void> {
    for (;;) {
      const kill = this.#plan.kills[this.#nextKill];
      if (kill === undefined) return;
      for (const happening of this.#plan.happenings.get(this.#nextKill) ?? [])
        this.#happening.push(this.#lets(happening));
      this.#nextKill += 1;
      await this.#kills(kill, slot);
    }
  }

  async #kills(kill: Kill, slot: number): Promise<void> {
    if (kill.kind === "random" && kill.victim === "web") return this.#killsWeb(kill);
    const killAt = kill.kind === "at" ? kill.boundary : null;
    const worker = this.stand.startWorker(slot, { clock: kill.clock, killAt, freezeAt: kill.freezeAt });
    this.#watch(worker);
    const thaws = this.#thawsOnceFrozen(worker);
    if (kill.clock.offMs !== 0 || kill.clock.jumpMs !== 0) this.met.push("F4 wrong clock");
    const isUp = await worker.ready.then(
      () => true,
      () => false,
    );
    if (!isUp && (await worker.exited).code !== null) return this.#startsAgain(kill, slot);
    const withinMs = (kill.kind === "at" ? boundaryWithinMs : kill.afterMs) * this.stand.pace;
    await Promise.race([worker.exited, delay(withinMs)]);
    const reached = worker.hasExited && killAt !== null;
    await thaws();
    await worker.kill();
    this.met.push(reached ? `F1 killed ${killAt.when} ${killAt.port}` : "F2 killed at any moment");
  }

  /** The database was not there: whatever runs workers starts them again. */
  async #startsAgain(kill: Kill, slot: number): Promise<void> {
    this.met.push("worker started without a database");
    await delay(startAgainMs);
    return this.#kills(kill, slot);
  }

  /** A worker that is started again whenever it has ended, as poison does it, until all shall stop in good order. */
  async #keepsRunning(slot: number, stopped: AbortSignal): Promise<void> {
    const worker = this.stand.startWorker(slot, { clock: rightClock, killAt: null, freezeAt: null });
    this.#watch(worker);
    stopped.addEventListener("abort", () => worker.signal("SIGTERM"), { once: true });
    const { code, signal } = await worker.exited;
    if (!stopped.aborted) return this.#keepsRunning(slot, stopped);
    if (code !== 0) this.problems.push(`A worker that was asked to stop ended with ${code ?? signal}.`);
  }

  async #killsWeb({ afterMs, clock }: Extract<Kill, { kind: "random" }>): Promise<void> {
    await delay(afterMs * this.stand.pace);
    await this.#web.kill();
    this.met.push("F2 web killed");
    this.#web = await steadily(() => this.stand.startWeb({ ...clock, jumpMs: 0 }));
    this.#watch(this.#web);
  }

  /** A process that stands still goes on after three leases. Returns the way to wait for that, if it stands. */
  #thawsOnceFrozen(worker: Child): () => Promise<void> {
    let thawing: Promise<void> = Promise.resolve();
    worker.onReport((report) => {
      if (report.kind !== "freezing") return;
      this.met.push("F3 stopped past its lease");
      thawing = delay(3 * this.stand.leaseMs).then(async () => {
        worker.signal("SIGCONT");
        await delay(zombieMs * this.stand.pace);
      });
    });
    return async () => thawing;
  }

  #watch(child: Child): void {
    void child.exited.then(() => {
      for (const report of child.reports) {
        if (report.kind !== "log" || report.event !== "case.crashed") continue;
        if (report.fields["code"] !== "PUR-1005") this.problems.push(`A case threw: ${JSON.stringify(report.fields)}`);
      }
      if (child.reports.some((report) => report.kind === "log" && report.fields["kind"] === "fenced"))
        this.met.push("decision fenced");
    });
  }

  async #lets(happening: Happening): Promise<void> {
    const { stand } = this;
    switch (happening.kind) {
      case "restart-postgres":
        await stand.postgres.restart();
        this.met.push("F5 Postgres restarted");
        return;
      case "read-only":
        return this.#isReadOnly ? undefined : this.#readOnly(happening.forMs);
      case "time-passes":
        return stand.passes(happening.durationMs);
      case "reset-database-connections":
        return stand.databaseWires[happening.slot]?.reset();
      case "database-wire":
        return stand.databaseWires[happening.slot]?.arm(happening.interference);
      case "web-wire":
        return stand.webWire.arm(happening.interference);
      case "shop-wire":
        return stand.shopWires[happening.system].arm(happening.interference);
      case "shop-fault":
        await fetch(`${stand.controlUrl}/${happening.system}/faults`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(happening.rule),
        });
        this.met.push(`shop ${happening.rule.kind}`);
        return;
      case "poison":
        return this.#poison();
    }
  }

  /** Nothing may be acknowledged and nothing begun; the readiness says so, and comes back by itself. */
  async #readOnly(forMs: number): Promise<void> {
    this.#isReadOnly = true;
    const { stand, people } = this;
    await stand.postgres.setReadOnly(true);
    // Statements that had begun by then may still commit.
    await delay(settledMs);
    const until = performance.now() + forMs * stand.pace;
    let seen = 0;
    for (let attempt = 1; performance.now() < until; attempt += 1) {
      const deliveryId = `read-only-${this.met.length}-${attempt}`;
      const body = { customer: this.#wishes[0]?.customerRef, level: 2, text: "Thank you so much" };
      const answer = await people.posts("/v1/cases", body, stand.leadKey, deliveryId);
      if (answer !== null && answer.status < 300)
        this.problems.push(`A message was acknowledged with ${answer.status} while nothing can be written.`);
      const ready = await people.ready();
      if (ready === 200) this.problems.push("It said that it was ready while nothing can be written.");
      if (ready === 503) seen += 1;
      await delay(100);
    }
    await stand.postgres.setReadOnly(false);
    const isBack = await comesTrue(async () => (await people.ready()) === 200);
    if (!isBack) this.problems.push("It did not become ready again after the database could be written.");
    if (seen > 0) this.met.push("F7 read-only database");
    this.#isReadOnly = false;
  }

  /** A message that ends every worker that thinks about it: after a few of them it is a person's. */
  async #poison(): Promise<void> {
    const wish = this.#wishes.find(({ about }) => about === "small-refund");
    if (wish === undefined) return;
    await this.people.opens({ ...wish, text: `Please look at ${poison}.` }, `poison-${this.met.length}`);
    this.met.push("F31 poison");
  }

  async #keepOpening(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted && this.#opened < this.#wishes.length) {
      const rows = await steadily(() => this.#rows());
      const live = rows.filter(({ status }) => status === "working" || status === "waiting").length;
      for (let missing = liveCases - live - this.#opening.size; missing > 0; missing -= 1) this.#open();
      await delay(lookEveryMs);
    }
  }

  #open(): void {
    const wish = this.#wishes[this.#opened];
    if (wish === undefined) return;
    this.#opened += 1;
    if (wish.about === "two-cases") this.met.push("F29 two cases of one order");
    const opening = this.people
      .opens(wish, `wish-${this.#opened}`)
      .catch((error: unknown) => void this.problems.push(`A customer could not write: ${String(error)}`))
      .finally(() => this.#opening.delete(opening));
    this.#opening.add(opening);
  }

  async #rows(): Promise<readonly CaseRow[]> {
    const rows: CaseRow[] = [];
    for (let after: string | null = null; ;) {
      const page = await this.stand.store.listCases({ tenant, status: null, customerId: null, after, limit: 500 });
      rows.push(...page.rows);
      if (page.next === null) return rows;
      after = page.next;
    }
  }

  /** No case is a worker's, and nobody who is asked will still answer. */
  async #untilQuiet(): Promise<void> {
    const beganAt = performance.now();
    for (let quietLooks = 0; quietLooks < quietLooksInRow;) {
      const rows = await steadily(() => this.#rows());
      const wakeAt = await this.stand.store.nextWakeAt(tenant);
      const isDue = wakeAt !== null && wakeAt <= (await this.stand.store.now());
      const isQuiet = !isDue && rows.every(({ isRunnable }) => !isRunnable) && this.people.isIdle;
      quietLooks = isQuiet ? quietLooks + 1 : 0;
      if (performance.now() - beganAt > quietWithinMs)
        return void this.problems.push("Much goes on long after everything has healed.");
      await delay(80);
    }
  }
}

const lookEveryMs = 700;
const startAgainMs = 200;
const backWithinMs = 120_000;
const zombieMs = 600;
const settledMs = 300;
/** Long enough for people to have looked what asks. */
const quietLooksInRow = 7;
const quietWithinMs = 240_000;

async function comesTrue(isMet: () => Promise<boolean>): Promise<boolean> {
  for (const beganAt = performance.now(); performance.now() - beganAt < backWithinMs; await delay(100)) {
    if (await isMet()) return true;
  }
  return false;
}

/** Past settle times, second looks, reminders, deadlines and late sweeps. */
const untilAMonthHasPassed = [
  ...[25, 25, 25].map(seconds),
  ...[2, 11, 11, 11].map(minutes),
  ...[1, 5].map(hours),
  ...[1, 1, 1, 7, 21].map(days),
];
