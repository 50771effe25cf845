import type { Lease, LeasedCase } from "../cases/case-store.ts";
import { Courier } from "./courier.ts";
import { runCase } from "./run-case.ts";
import { Waking } from "./waking.ts";
import type { World } from "./world.ts";
import { errorFields } from "../trace/error-fields.ts";

export type WorkerOptions = {
  leaseMs: number;
  /** Cases that this worker carries on side by side. */
  concurrency: number;
  /** The longest time between two looks at the store: the safety net under notifications. */
  pollMs: number;
};

/** A stateless worker: leases cases, carries them on, gives them back. Any number of them share one store. */
export class Worker {
  readonly #world: World;
  readonly #options: WorkerOptions;
  readonly #running = new Map<Lease, Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #waking = new Waking();
  readonly #courier: Courier;
  #unsubscribe: () => void = () => undefined;
  #loops: Promise<unknown> = Promise.resolve();

  constructor(world: World, options: WorkerOptions) {
    this.#world = world;
    this.#options = options;
    this.#courier = new Courier(world, options);
  }

  start(): void {
    this.#unsubscribe = this.#world.store.subscribe((_caseId, isRunnable) => {
      if (isRunnable) this.#waking.wake();
    });
    this.#loops = Promise.all([this.#claimLoop(), this.#heartbeatLoop(), this.#courier.run(this.#stopping.signal)]);
  }

  /** Finishes what is under way and claims nothing more. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#stopping.abort();
    this.#waking.wake();
    this.#courier.wake();
    await this.#loops;
    await Promise.all(this.#running.values());
  }

  async #claimLoop(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#waking.listen();
      const limit = this.#options.concurrency - this.#running.size;
      const claimed = limit > 0 ? await this.#claim(limit) : [];
      for (const leased of claimed) this.#carryOn(leased);
      if (claimed.length < limit || limit <= 0) await this.#waking.sleep(this.#world, this.#options.pollMs);
    }
  }

  async #claim(limit: number): Promise<readonly LeasedCase[]> {
    const { store, tenant, workerId } = this.#world;
    try {
      return await store.claim({ tenant, workerId, leaseMs: this.#options.leaseMs, limit });
    } catch (error) {
      this.#warn("claim.failed", error);
      await this.#world.sleep(this.#options.pollMs, this.#stopping.signal);
      return [];
    }
  }

  #carryOn(leased: LeasedCase): void {
    const work = this.#work(leased).finally(() => {
      const wasFull = this.#running.size >= this.#options.concurrency;
      this.#running.delete(leased.lease);
      if (wasFull) this.#waking.wake();
    });
    this.#running.set(leased.lease, work);
  }

  /**
   * The one place that catches: whatever a case does to its worker, the others go on. The lease is left to expire, so
   * the case is tried again later, and after a few such ends it is given to a person.
   */
  async #work(leased: LeasedCase): Promise<void> {
    try {
      if ((await runCase(leased, this.#world)).hasSent) this.#courier.wake();
    } catch (error) {
      this.#warn("case.crashed", error, leased.row.caseId);
    }
  }

  /** Prolongs the leases of what is under way. A lost lease needs no signal: its writes are refused by the epoch. */
  async #heartbeatLoop(): Promise<void> {
    while (!this.#stopping.signal.aborted || this.#running.size > 0) {
      await this.#world.sleep(this.#options.leaseMs / 3, this.#stopping.signal);
      for (const lease of this.#running.keys()) await this.#renew(lease);
      if (this.#stopping.signal.aborted) return;
    }
  }

  async #renew(lease: Lease): Promise<void> {
    try {
      await this.#world.store.renew(lease, this.#options.leaseMs);
    } catch (error) {
      this.#warn("lease.renewal-failed", error, lease.caseId);
    }
  }

  #warn(event: string, error: unknown, caseId: string | null = null): void {
    this.#world.log("error", event, { caseId, ...errorFields(error) });
  }
}
