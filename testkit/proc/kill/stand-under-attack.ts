import { randomBytes } from "node:crypto";
import { demoWebhookSecret } from "../../../examples/larkspur/systems/create-systems.ts";
import { type SystemName, systemNames } from "../../../examples/larkspur/systems/system-of-record.ts";
import type { CaseStore } from "../../../server/src/cases/case-store.ts";
import { createDatabase } from "../../../server/src/store/postgres/create-database.ts";
import { type DemoClock, replaceClock } from "../../../server/src/store/postgres/demo-clock.ts";
import { openPostgresStore } from "../../../server/src/store/postgres/postgres-store.ts";
import { witnessCall, type Witness } from "../../sim/witness.ts";
import type { ChildName } from "./bundle-children.ts";
import { Child } from "./child.ts";
import type { ShopOptions, WebOptions, WorkerOptions } from "./child-options.ts";
import { workerSlots } from "./draw-plan.ts";
import { PostgresUnderTest, steadily } from "./postgres-under-test.ts";
import { TcpProxy } from "./tcp-proxy.ts";
import { WebhookDoubler } from "./webhook-doubler.ts";

export const tenant = "main";
const shortestLeaseMs = 1_500;
/** What a web process takes to start on a machine that has nothing else to do. */
const quietStartMs = 1_500;
const slowestPace = 20;
const host = "127.0.0.1";

type ChildScripts = Readonly<Record<ChildName, string>>;

/**
 * One deployment of real processes: a Postgres, the shop, and whatever workers and web process are started on it, each
 * behind connections that can be interfered with. The witness reads the committed log before a call goes on to the shop.
 */
export class StandUnderAttack {
  readonly postgres: PostgresUnderTest;
  readonly store: CaseStore;
  readonly shop: Child;
  readonly webhooks: WebhookDoubler;
  readonly witnesses: Promise<Witness>[];
  /** One for each place where a worker runs. */
  readonly databaseWires: readonly TcpProxy[];
  readonly webWire: TcpProxy;
  readonly shopWires: Readonly<Record<SystemName, TcpProxy>>;
  readonly leadKey = `pur_${randomBytes(12).toString("hex")}`;
  readonly otherKey = `pur_${randomBytes(12).toString("hex")}`;
  readonly controlUrl: string;
  readonly #scripts: ChildScripts;
  readonly #masterKey: string;
  readonly #databaseName: string;
  readonly #clock: DemoClock;
  #aheadMs = 0;
  #pace = 1;
  #webPort = 0;

  private constructor(parts: Parts) {
    this.postgres = parts.postgres;
    this.store = parts.store;
    this.shop = parts.shop;
    this.webhooks = parts.webhooks;
    this.witnesses = parts.witnesses;
    this.databaseWires = parts.databaseWires;
    this.webWire = parts.webWire;
    this.shopWires = parts.shopWires;
    this.controlUrl = parts.controlUrl;
    this.#scripts = parts.scripts;
    this.#masterKey = parts.masterKey;
    this.#databaseName = parts.databaseName;
    this.#clock = parts.clock;
  }

  static async open(
    scripts: ChildScripts,
    crowd: Pick<ShopOptions, "seed" | "seededAtMs" | "customers">,
  ): Promise<StandUnderAttack> {
    const postgres = await PostgresUnderTest.start();
    const databaseName = "kill";
    const databaseUrl = await createDatabase(postgres.url, databaseName);
    const masterKey = randomBytes(32);
    const store = await openPostgresStore({ url: databaseUrl, masterKey, random: randomBytes, poolSize: 4 });
    const clock = await replaceClock(databaseUrl, await store.now());
    const webhooks = await WebhookDoubler.listen();
    const shop = new Child(scripts.shop, { ...crowd, aheadMs: 0, webhookUrl: webhooks.url });
    const { control = "", ...urls } = await shop.ready;
    const witnesses: Promise<Witness>[] = [];
    const target = { host, port: postgres.port };
    const databaseWire = (statement: string) =>
      TcpProxy.listen({
        target,
        isRequest: (chunk) => chunk.includes(`${statement}\0`),
        isWholeReply: (chunk) => chunk.subarray(-readyForQuery.byteLength).equals(readyForQuery),
      });
    const databaseWires = await Promise.all(Array.from({ length: workerSlots }, () => databaseWire("append-worker")));
    return new StandUnderAttack({
      scripts,
      postgres,
      store,
      clock,
      shop,
      webhooks,
      witnesses,
      controlUrl: control,
      databaseName,
      masterKey: masterKey.toString("base64"),
      databaseWires,
      webWire: await databaseWire("append-inlet"),
      shopWires: await shopWires(urls, store, witnesses),
    });
  }

  startWorker(slot: number, how: Pick<WorkerOptions, "clock" | "killAt" | "freezeAt">): Child {
    return new Child(this.#scripts.worker, {
      ...how,
      ...this.#deployment(this.databaseWires[slot]?.port ?? this.postgres.port),
      leaseMs: this.leaseMs,
    } satisfies WorkerOptions);
  }

  /** By how much everything takes longer here than on a machine that has nothing else to do: waits are as much longer. */
  get pace(): number {
    return this.#pace;
  }

  get leaseMs(): number {
    return Math.round(shortestLeaseMs * this.#pace);
  }

  /** At the same port as the one before it. */
  async startWeb(clock: WebOptions["clock"]): Promise<Child> {
    const beganAt = performance.now();
    const child = new Child(this.#scripts.web, {
      ...this.#deployment(this.webWire.port),
      clock,
      port: this.#webPort,
      leadKey: this.leadKey,
      otherKey: this.otherKey,
      webhookSecret: demoWebhookSecret.replace("whsec_", ""),
    } satisfies WebOptions);
    const { api = "" } = await child.ready;
    this.#pace = Math.min(slowestPace, Math.max(1, (performance.now() - beganAt) / quietStartMs));
    this.#webPort = Number(new URL(api).port);
    this.webhooks.target = `${api}/v1/inlets/shipping`;
    return child;
  }

  get apiUrl(): string {
    return `http://${host}:${this.#webPort}`;
  }

  /** For the database and the shop, which have one time. */
  async passes(durationMs: number): Promise<void> {
    await steadily(() => this.#clock.advance(durationMs));
    this.#aheadMs += durationMs;
    this.shop.send({ aheadMs: this.#aheadMs });
  }

  heal(): void {
    for (const wire of [...this.databaseWires, this.webWire, ...Object.values(this.shopWires)]) wire.heal();
  }

  async close(): Promise<void> {
    await this.shop.kill();
    for (const wire of [...this.databaseWires, this.webWire, ...Object.values(this.shopWires)]) await wire.close();
    await this.webhooks.close();
    await this.store.close();
    await this.#clock.close();
    await this.postgres.stop();
  }

  #deployment(databasePort: number): Pick<WorkerOptions, "databaseUrl" | "masterKey" | "urls"> {
    const url = new URL(this.postgres.url);
    url.port = String(databasePort);
    url.pathname = `/${this.#databaseName}`;
    const urls = systemNames.map((name): [string, string] => [name, `http://${host}:${this.shopWires[name].port}`]);
    return { databaseUrl: url.href, masterKey: this.#masterKey, urls: Object.fromEntries(urls) };
  }
}

type Parts = Pick<
  StandUnderAttack,
  "postgres" | "store" | "shop" | "webhooks" | "witnesses" | "databaseWires" | "webWire" | "shopWires" | "controlUrl"
> & { scripts: ChildScripts; clock: DemoClock; databaseName: string; masterKey: string };

/** What Postgres ends each reply with, outside of a transaction block. */
const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

async function shopWires(
  urls: Readonly<Record<string, string>>,
  store: CaseStore,
  witnesses: Promise<Witness>[],
): Promise<Readonly<Record<SystemName, TcpProxy>>> {
  const wire = (name: SystemName): Promise<TcpProxy> =>
    TcpProxy.listen({
      target: { host, port: Number(new URL(urls[name] ?? "").port) },
      isRequest: (chunk) => callStart.test(chunk.subarray(0, 8).toString("latin1")),
      isWholeReply: () => true,
      onRequest: async (chunk) => {
        const witness = steadily(() => witnessCall(name, callIn(chunk), store));
        witnesses.push(witness);
        await witness;
      },
    });
  return {
    oms: await wire("oms"),
    payments: await wire("payments"),
    shipping: await wire("shipping"),
    mail: await wire("mail"),
    calendar: await wire("calendar"),
    crm: await wire("crm"),
  };
}

const callStart = /^(POST|PUT|PATCH|DELETE) /;

/** Who calls, as the headers say. */
function callIn(chunk: Buffer): Parameters<typeof witnessCall>[1] {
  const text = chunk.toString("latin1");
  const header = (name: string): string | null =>
    new RegExp(String.raw`^${name}: *(\S+)\r?$`, "im").exec(text)?.[1] ?? null;
  const attempt = header("purser-attempt");
  const [, method = "", path = ""] = /^(\S+) (\S+)/.exec(text) ?? [];
  return {
    key: header("idempotency-key"),
    attempt: attempt === null ? null : Number(attempt),
    caseId: header("purser-case"),
    method,
    path,
    args: null,
    seq: 1,
    tick: 0,
  };
}
