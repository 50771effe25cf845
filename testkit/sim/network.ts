import { hours, type SystemClient, type SystemReply, type SystemRequest } from "@purser/kit";
import { inProcessClient } from "../../examples/larkspur/systems/in-process-client.ts";
import type { SystemOfRecord } from "../../examples/larkspur/systems/system-of-record.ts";
import type { Scheduler } from "./scheduler.ts";

/**
 * What befalls a request that changes something on its way; the one with this number, counted over all workers.
 *
 * `late`: nobody answers in time, and the request arrives long after. `doubled`: something between us and the system, or
 * the system itself, carries it out twice.
 */
export type Mishap = { change: number } & ({ kind: "late"; byMs: number } | { kind: "doubled" });

const timeoutMs = 10_000;

/** The way to the systems of record, shared by all workers of a run. */
export class Network {
  /** The keys of requests that were carried out twice: no fault of ours. */
  readonly doubled = new Set<string>();
  readonly met: string[] = [];
  readonly #mishaps: readonly Mishap[];
  readonly #scheduler: Scheduler;
  readonly #onChange: (system: SystemOfRecord) => void;
  #changes = 0;

  constructor(mishaps: readonly Mishap[], scheduler: Scheduler, onChange: (system: SystemOfRecord) => void) {
    this.#mishaps = mishaps;
    this.#scheduler = scheduler;
    this.#onChange = onChange;
  }

  /** A system as one worker reaches it. */
  clientOf(system: SystemOfRecord, actor: string): SystemClient {
    const plain = inProcessClient(system, (durationMs) => this.#scheduler.sleep(actor, durationMs, null));
    return {
      request: async (request) => {
        if (request.method === "GET") return plain.request(request);
        this.#changes += 1;
        const mishap = this.#mishaps.find(({ change }) => change === this.#changes);
        if (mishap?.kind === "late") return this.#sendLate(system, request, { actor, byMs: mishap.byMs });
        const replying = plain.request(request);
        this.#onChange(system);
        const reply = await replying;
        if (mishap?.kind === "doubled" && reply.kind === "answered" && reply.status < 300)
          this.#sendAgain(system, request);
        return reply;
      },
    };
  }

  #sendAgain(system: SystemOfRecord, request: SystemRequest): void {
    this.met.push("network doubled");
    if (request.key !== undefined) this.doubled.add(request.key);
    system.handle(arriving(request));
  }

  async #sendLate(
    system: SystemOfRecord,
    request: SystemRequest,
    { actor, byMs }: { actor: string; byMs: number },
  ): Promise<SystemReply> {
    const isAfterSettling = byMs > hours(0.1);
    this.met.push(isAfterSettling ? "network much too late" : "network late");
    void this.#scheduler.sleep("network", byMs, null).then(() => {
      system.handle(arriving(request));
      this.#onChange(system);
    });
    await this.#scheduler.sleep(actor, timeoutMs, null);
    return { kind: "noAnswer", detail: `There was no answer within ${timeoutMs} ms.` };
  }
}

function arriving({ method, path, body, headers, key }: SystemRequest) {
  return { method, path, headers: { ...headers, ...(key === undefined ? {} : { "idempotency-key": key }) }, body };
}
