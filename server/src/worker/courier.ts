import { deliverBetweenCases } from "../conversations/deliver-between-cases.ts";
import type { OutboxClaim } from "../cases/case-store.ts";
import { isUnreadable, setAside } from "./unreadable-row.ts";
import { Waking } from "./waking.ts";
import type { World } from "./world.ts";
import { errorFields } from "../trace/error-fields.ts";

export type CourierOptions = { leaseMs: number; pollMs: number };

/** Rows that one look takes. */
const batch = 16;
const betweenCases = ["case", "signal"] as const;
const shortestDelayMs = 1_000;
const longestDelayMs = 60_000;

/** Delivers what cases tell each other: each row at least once, and the case that takes it in takes it once. */
export class Courier {
  readonly #world: World;
  readonly #options: CourierOptions;
  readonly #waking = new Waking();

  constructor(world: World, options: CourierOptions) {
    this.#world = world;
    this.#options = options;
  }

  /** Something was committed to be delivered; polling finds what others committed. */
  wake(): void {
    this.#waking.wake();
  }

  /** Ends after the delivery that is under way. */
  async run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      this.#waking.listen();
      const rows = await this.#claim();
      for (const row of rows) if (!stopping.aborted) await this.#deliver(row);
      if (rows.length < batch) await this.#waking.sleep(this.#world, this.#options.pollMs);
    }
  }

  async #claim(): Promise<readonly OutboxClaim[]> {
    const { store, tenant, workerId } = this.#world;
    try {
      return await store.claimOutbox({
        tenant,
        workerId,
        leaseMs: this.#options.leaseMs,
        limit: batch,
        kinds: betweenCases,
      });
    } catch (error) {
      this.#warn("outbox.claim-failed", error, null);
      return [];
    }
  }

  async #deliver(row: OutboxClaim): Promise<void> {
    const { store } = this.#world;
    try {
      await deliverBetweenCases(row, { ...this.#world, voice: () => this.#world.blueprints.inForce().settings });
    } catch (error) {
      if (isUnreadable(error)) return setAside(row, error, this.#world);
      this.#warn("outbox.delivery-failed", error, row);
      const delayMs = Math.min(shortestDelayMs * 2 ** (row.attempts - 1), longestDelayMs);
      // Without it the row comes back when its lease is over.
      await store.postponeOutbox(row.outboxId, delayMs).catch(() => undefined);
    }
  }

  #warn(event: string, error: unknown, row: OutboxClaim | null): void {
    this.#world.log("warn", event, { caseId: row?.caseId ?? null, target: row?.target ?? null, ...errorFields(error) });
  }
}
