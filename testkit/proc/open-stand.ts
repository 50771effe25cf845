import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import type { CaseId, Hash } from "@purser/contract";
import { idFromBytes } from "@purser/kit/audit";
import { Client } from "pg";
import { createSystems, type SystemsOfRecord } from "../../examples/larkspur/systems/create-systems.ts";
import { serveSystem } from "../../examples/larkspur/systems/serve-system.ts";
import { testVoice } from "../../server/src/blueprint/sentences/test-voice.ts";
import { noLimits } from "../../server/src/blueprint/settings/limits.ts";
import type { CaseStore } from "../../server/src/cases/case-store.ts";
import type { Desk } from "../../server/src/conversations/desk.ts";
import { type DemoClock, replaceClock } from "../../server/src/store/postgres/demo-clock.ts";
import { createDatabase } from "../../server/src/store/postgres/create-database.ts";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "../../server/src/store/postgres/embedded/start-embedded-postgres.ts";
import { openPostgresStore } from "../../server/src/store/postgres/postgres-store.ts";
import { orderOf } from "../scenarios/requests.ts";
import { type Witness, witnessCall } from "../sim/witness.ts";
import { opensChat } from "../scenarios/opens-chat.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Brings what the worker processes run up to date. That all of it is well typed is another check's concern. */
export function buildServer(): void {
  spawnSync("npx", ["tsc", "-b", "contract", "kit", "server"], { cwd: root, stdio: "ignore" });
}

export type PostgresForTests = { server: EmbeddedPostgres; stop: () => Promise<void> };

export async function startPostgres(): Promise<PostgresForTests> {
  const directory = mkdtempSync(join(tmpdir(), "purser-processes-"));
  chmodSync(directory, 0o755);
  const server = await startEmbeddedPostgres({ directory, log: () => undefined });
  return {
    server,
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A case with a shop of its own, and what its customer asks for. */
export type StandCase = {
  caseId: CaseId;
  orderId: string;
  systems: SystemsOfRecord;
  urls: { oms: string; crm: string };
};

/** One database with the cases in it; the workers are other processes. */
export class Stand {
  readonly store: CaseStore;
  readonly databaseUrl: string;
  readonly masterKey: Uint8Array;
  readonly witnesses: Promise<Witness>[] = [];
  readonly acknowledged: { provider: string; deliveryId: string }[] = [];
  readonly #desk: Desk;
  readonly #cleanups: (() => Promise<void>)[] = [];
  #opened = 0;

  readonly #clock: DemoClock;

  private constructor(
    databaseUrl: string,
    masterKey: Uint8Array,
    store: CaseStore,
    clock: DemoClock,
    blueprintHash: Hash,
  ) {
    this.databaseUrl = databaseUrl;
    this.masterKey = masterKey;
    this.store = store;
    this.#clock = clock;
    this.#desk = {
      tenant,
      store,
      id: (prefix) => idFromBytes(prefix, randomBytes(16)),
      blueprintHash: () => blueprintHash,
      isSingleOperator: () => false,
      people: () => ({}),
      queues: () => ({}),
      limits: () => noLimits,
      voice: () => testVoice,
      sla: () => ({ queues: {}, hours: null }),
      triggers: () => new Map(),
      ownAnswers: () => ({ yes: [], no: [] }),
      sensitiveTopic: () => null,
    };
    this.#cleanups.push(
      () => store.close(),
      () => clock.close(),
    );
  }

  static async open(serverUrl: string, name: string, blueprintHash: Hash): Promise<Stand> {
    const databaseUrl = await createDatabase(serverUrl, name);
    const masterKey = randomBytes(32);
    const store = await openPostgresStore({ url: databaseUrl, masterKey, random: randomBytes });
    const clock = await replaceClock(databaseUrl, await store.now());
    return new Stand(databaseUrl, masterKey, store, clock, blueprintHash);
  }

  /** The database's clock is put on, so that nobody has to wait for what is due then. */
  passes(durationMs: number): Promise<void> {
    return this.#clock.advance(durationMs);
  }

  get desk(): Desk {
    return this.#desk;
  }

  /** A customer who writes in her chat; her order has not left the shop yet. */
  async opens(textAbout: (orderId: string) => string): Promise<StandCase> {
    this.#opened += 1;
    const number = this.#opened;
    const { systems, landmarks } = createSystems({
      seed: number,
      clock: () => Date.now(),
      bystanders: 0,
      isInstant: true,
      onCall: (name, call) => this.witnesses.push(witnessCall(name, call, this.store)),
    });
    const oms = await serveSystem(systems.oms, { host, port: 0 });
    const crm = await serveSystem(systems.crm, { host, port: 0 });
    this.#cleanups.push(
      () => oms.stop(),
      () => crm.stop(),
    );
    const who = landmarks.pendingOrder;
    const { orderId } = orderOf(who);
    const delivery = { provider: "chat", deliveryId: `delivery-${number}` };
    const caseId = await opensChat(who.customerRef, textAbout(orderId), this.#desk, delivery);
    this.acknowledged.push(delivery);
    return { caseId, orderId, systems, urls: { oms: oms.url, crm: crm.url } };
  }

  /** The cases that a worker holds, or held when it died, until another has claimed them. */
  async heldCases(): Promise<number> {
    const client = new Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      const result = await client.query(
        "select 1 from cases where lease_worker_id is not null or lease_expires_at is not null",
      );
      return result.rowCount ?? 0;
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0).reverse()) await cleanup();
  }
}

export const tenant = "main";
const host = "127.0.0.1";

/** Waits until it is so, for 75 s at most. */
export async function until(what: string, isMet: () => boolean | Promise<boolean>): Promise<void> {
  for (const beganAt = performance.now(); !(await isMet()); await delay(20)) {
    if (performance.now() - beganAt > 75_000) throw new Error(`Waited in vain until ${what}.`);
  }
}
