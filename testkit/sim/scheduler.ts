import { setImmediate as afterMicrotasks } from "node:timers/promises";
import { epochMsOf, type Instant, instantOf, PurserError, unreachable } from "@purser/contract";
import { sha256 } from "@purser/kit/audit";
import type { FakeClock } from "@purser/kit/testing";
import { type Disturbance, type PortKind, portKindOf } from "./disturbance.ts";
import type { SeededRandom } from "./random.ts";

/** `carryOut` gives how to tell the caller; a caller that died meanwhile is not told. */
type Task = { actor: string; port: string; carryOut: () => Promise<() => void>; fail: (error: Error) => void };
/** An idle timer's end finds nothing to do unless something else happens by then: a poll, a heartbeat. */
type Timer = { actor: string; dueMs: number; isIdle: boolean; fire: () => void };
type Waiter = { actor: string; isMet: () => Promise<boolean>; resolve: () => void };

export type SchedulerOptions = {
  clock: FakeClock;
  random: SeededRandom;
  disturbances: readonly Disturbance[];
  /** Workers are disturbed and their calls are counted. */
  isWorker: (actor: string) => boolean;
  /** What takes in messages and answers: its connection may be cut, and its calls are counted apart. */
  isDesk: (actor: string) => boolean;
  /** A worker is gone; its process is started again. */
  onCrash: (actor: string) => void;
  /** When a worker that polled would find something to do; null when never. */
  nextWakeAt: () => Promise<Instant | null>;
};

/** How a run ended. `standstill`: nothing is left that could happen. `livelock`: much happens and nothing changes. */
export type RunEnd = "over" | "standstill" | "time" | "picks" | "livelock";

/** So many picks without an append and without a step of time get nowhere. */
const livelockPicks = 500;

/**
 * Every port call of every actor is a task in one queue. The next task is drawn by chance, carried out, and everything
 * that it sets free runs to its next port call before another is drawn; time passes only when no task is ready.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #dead = new Set<string>();
  readonly #frozen = new Map<string, { untilMs: number; held: (() => void)[] }>();
  #tasks: Task[] = [];
  #timers: Timer[] = [];
  #waiters: Waiter[] = [];
  /** By who calls and what for. */
  readonly #calls = new Map<string, number>();
  /** Crashes that follow one which was to come again. */
  #crashesToCome = 0;
  #isChanged = true;
  #quietPicks = 0;
  /** The ports that were called, in order; two runs of one seed have the same. */
  readonly trace: string[] = [];
  /** What befell a worker, where. */
  readonly disturbed: string[] = [];

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  get workerCalls(): number {
    return this.#calls.get("worker any") ?? 0;
  }

  get traceHash(): string {
    return sha256(this.trace.join("\n"));
  }

  /** A port call: its effect happens when the scheduler draws it; a dead actor's promise is never kept. */
  call<Result>(actor: string, port: string, effect: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#dead.has(actor)) return;
      const carryOut = async (): Promise<() => void> => {
        const running = effect();
        await running.catch(() => undefined);
        return () => {
          running.then(resolve, reject);
        };
      };
      this.#tasks.push({ actor, port, carryOut, fail: reject });
    });
  }

  sleep(actor: string, durationMs: number, signal: AbortSignal | null, isIdle = false): Promise<void> {
    return new Promise((resolve) => {
      if (this.#dead.has(actor)) return;
      if (signal?.aborted === true) return resolve();
      const fire = (): void => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      const timer: Timer = { actor, dueMs: this.#nowMs() + durationMs, isIdle, fire };
      const onAbort = (): void => {
        this.#timers = this.#timers.filter((candidate) => candidate !== timer);
        if (!this.#dead.has(actor)) resolve();
      };
      this.#timers.push(timer);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  /** Waits until the condition holds; it is asked whenever a log has changed. */
  until(actor: string, isMet: () => Promise<boolean>): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push({ actor, isMet, resolve });
      this.#isChanged = true;
    });
  }

  /** A log has changed. */
  noteChange(): void {
    this.#isChanged = true;
    this.#quietPicks = 0;
  }

  kill(actor: string): void {
    this.#dead.add(actor);
    this.#frozen.delete(actor);
    this.#timers = this.#timers.filter((timer) => timer.actor !== actor);
    const lost = this.#tasks.filter((task) => task.actor === actor);
    this.#tasks = this.#tasks.filter((task) => task.actor !== actor);
    // A request that is already on the wire may still take effect.
    for (const task of lost) if (this.#options.random.chance(0.5)) void task.carryOut();
  }

  /** Runs until `isOver`, or until the clock or the picks come to their limit. */
  async run(isOver: () => boolean | Promise<boolean>, limit: { untilMs: number; picks: number }): Promise<RunEnd> {
    for (let picks = 0; picks < limit.picks; picks += 1) {
      await afterMicrotasks();
      if (this.#isChanged) {
        this.#isChanged = false;
        if (await isOver()) return "over";
        if (await this.#tellWaiters()) continue;
      }
      if (this.#quietPicks > livelockPicks) return "livelock";
      const ready = this.#tasks.filter(({ actor }) => !this.#frozen.has(actor));
      if (ready.length > 0) this.#pick(ready);
      else {
        const ended = await this.#advance(limit.untilMs);
        if (ended !== null) return ended;
      }
    }
    return "picks";
  }

  #nowMs(): number {
    return epochMsOf(this.#options.clock.now());
  }

  async #tellWaiters(): Promise<boolean> {
    let hasTold = false;
    for (const waiter of this.#waiters) {
      if (!(await waiter.isMet())) continue;
      this.#waiters = this.#waiters.filter((candidate) => candidate !== waiter);
      waiter.resolve();
      hasTold = true;
    }
    return hasTold;
  }

  #pick(ready: readonly Task[]): void {
    const task = ready[this.#options.random.below(ready.length)];
    if (task === undefined) return;
    this.#quietPicks += 1;
    const disturbance = this.#disturbanceOf(task);
    // A frozen worker's call goes out when it thaws; any other that is disturbed before it never does.
    if (disturbance?.kind !== "freeze" || disturbance.when === "after")
      this.#tasks = this.#tasks.filter((candidate) => candidate !== task);
    if (disturbance?.when === "before") return this.#disturb(task, disturbance);
    this.trace.push(`${this.#options.clock.now()} ${task.actor} ${task.port}`);
    // An effect may take simulated time, so the queue goes on while it lasts.
    void task.carryOut().then((tell) => {
      if (disturbance !== null) this.#disturb(task, disturbance);
      if (this.#dead.has(task.actor) || disturbance?.kind === "cut" || disturbance?.kind === "desk-cut") return;
      const frozen = this.#frozen.get(task.actor);
      if (frozen === undefined) tell();
      else frozen.held.push(tell);
    });
  }

  /** Counts a worker's or a desk's call, once, and finds what befalls it there. */
  #disturbanceOf({ actor, port }: Task): Disturbance | null {
    const { disturbances, isWorker, isDesk } = this.#options;
    const sort = isDesk(actor) ? "desk" : isWorker(actor) ? "worker" : null;
    if (sort === null) return null;
    const portKind = portKindOf(port);
    const count = (of: PortKind | "any"): number => {
      const name = `${sort} ${of}`;
      const counted = (this.#calls.get(name) ?? 0) + 1;
      this.#calls.set(name, counted);
      return counted;
    };
    const [ofAny, ofKind] = [count("any"), count(portKind)];
    if (this.#crashesToCome > 0 && sort === "worker" && !port.startsWith("store.") && portKind !== "model") {
      this.#crashesToCome -= 1;
      return { kind: "crash", call: ofAny, when: "after" };
    }
    const here = disturbances.find(
      ({ kind, call, port: at }) =>
        (kind === "desk-cut") === (sort === "desk") &&
        (at === undefined ? call === ofAny : at === portKind && call === ofKind),
    );
    return here === undefined || (here.kind === "cut" && !port.startsWith("store.")) ? null : here;
  }

  #disturb(task: Task, disturbance: Disturbance): void {
    const { actor, port } = task;
    const { kind, when } = disturbance;
    this.disturbed.push(`${kind} ${when} ${portKindOf(port)}`);
    this.trace.push(`${this.#options.clock.now()} ${actor} ${kind} ${when} ${port}`);
    switch (kind) {
      case "crash":
        this.#crashesToCome += disturbance.again ?? 0;
        this.kill(actor);
        this.#options.onCrash(actor);
        return;
      case "freeze":
        return this.#freeze(actor, disturbance.forMs);
      case "cut":
      case "desk-cut":
        return task.fail(new PurserError("PUR-1005", `The connection was cut ${when} ${port}.`));
      default:
        return unreachable(kind);
    }
  }

  /** Of two freezes that overlap the later end counts. */
  #freeze(actor: string, forMs: number): void {
    const dueMs = this.#nowMs() + forMs;
    const frozen = this.#frozen.get(actor) ?? { untilMs: dueMs, held: [] };
    this.#frozen.set(actor, { ...frozen, untilMs: Math.max(frozen.untilMs, dueMs) });
    const thaw = (): void => {
      const now = this.#frozen.get(actor);
      if (now === undefined || this.#nowMs() < now.untilMs) return;
      this.#frozen.delete(actor);
      for (const tell of now.held) tell();
    };
    this.#timers.push({ actor, dueMs, isIdle: false, fire: thaw });
  }

  async #advance(untilMs: number): Promise<RunEnd | null> {
    const next = await this.#nextTimer();
    if (next === null) return "standstill";
    if (next.dueMs > untilMs) return "time";
    this.#timers = this.#timers.filter((timer) => timer !== next);
    if (next.dueMs > this.#nowMs()) {
      this.#options.clock.set(instantOf(next.dueMs));
      this.#quietPicks = 0;
    }
    next.fire();
    return null;
  }

  /**
   * The timer that is due first. While only people's timers and idle ones are left, polls that would find nothing are
   * passed over: they are put off to the next one that would find something.
   */
  async #nextTimer(): Promise<Timer | null> {
    const { isWorker } = this.#options;
    const busy = this.#timers.filter(({ isIdle }) => !isIdle);
    if (!busy.some(({ actor }) => isWorker(actor))) {
      const wakeAt = await this.#options.nextWakeAt();
      if (wakeAt === null && busy.length === 0) return null;
      const wakeMs = wakeAt === null ? Number.POSITIVE_INFINITY : epochMsOf(wakeAt);
      const nothingBeforeMs = Math.min(wakeMs, ...busy.map(({ dueMs }) => dueMs));
      for (const timer of this.#timers)
        if (timer.isIdle && timer.dueMs < nothingBeforeMs) timer.dueMs = nothingBeforeMs;
    }
    return this.#timers.reduce<Timer | null>(
      (first, timer) => (first === null || timer.dueMs < first.dueMs ? timer : first),
      null,
    );
  }
}
