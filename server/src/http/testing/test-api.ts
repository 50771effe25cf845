import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  type CaseStatus,
  type Hash,
  type IdOf,
  type IdPrefix,
  type PersonView,
  caseViewSchema,
} from "@purser/contract";
import { idFromBytes } from "@purser/kit/audit";
import { FakeClock } from "@purser/kit/testing";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { sensitiveTopicIn } from "../../agent/rules/understanding/sensitive.ts";
import { scriptedReasoner } from "../../agent/scripted-reasoner.ts";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import type { Inlet } from "../../blueprint/connections.ts";
import { noLimits } from "../../blueprint/settings/limits.ts";
import type { Settings } from "../../blueprint/settings/settings.ts";
import type { CaseStore } from "../../cases/case-store.ts";
import { deskDeploymentOf } from "../sign-in/sessions.ts";
import { openMemoryAccounts } from "../../store/memory/memory-accounts.ts";
import type { VersionMeans } from "../../conversations/versions/change-version.ts";
import { openDesk } from "../../conversations/desk.ts";
import { cedarPolicyEngine } from "../../policies/cedar/index.ts";
import { openMemoryStore } from "../../store/memory/memory-store.ts";
import { openKeptRecords } from "../kept-reads.ts";
import type { OperatorLog, World } from "../../worker/world.ts";
import { Worker } from "../../worker/worker.ts";
import { type ApiKey, type Scope, apiKeyOf } from "../authenticate.ts";
import { type Api, createApi } from "../create-api.ts";
import { type McpOffer, deploymentOffers } from "../mcp/serve-mcp.ts";
import { listen } from "../listen.ts";
import { openTelemetry, type Telemetry, type TelemetryOptions } from "../../telemetry/telemetry.ts";
import { openReadiness } from "../readiness.ts";
import { watchSystems } from "../desk/system-watch.ts";
import { loadTestFiles, type Shop, openShop, openTestBlueprint, testFiles } from "./test-shop.ts";

const tenant = "main";
export const leadKey = "pur_lead_0123456789";
export const deskOnlyKey = "pur_desk_0123456789";
export const testSiteKey = new Uint8Array(32).fill(7);
const start = "2026-02-10T07:17:00.000Z";

export type TestApi = {
  url: string;
  fetch: Api["fetch"];
  key: string;
  shop: Shop;
  telemetry: Telemetry;
  /** The process is about to stop. */
  close: () => void;
  clock: FakeClock;
  world: World;
  ask: (method: "GET" | "POST", path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** The JSON of an answer that must have this status. */
  json: <Value>(
    schema: z.core.$ZodType<Value>,
    status: number,
    ...request: Parameters<TestApi["ask"]>
  ) => Promise<Value>;
  opened: (body: object, headers?: Record<string, string>) => Promise<string>;
  /** Waits until the worker has brought the case there. */
  until: (caseId: string, status: CaseStatus) => Promise<z.infer<typeof caseViewSchema>>;
  stop: () => Promise<void>;
};

/** `store` may stand between the API and the memory store, to make it fail or lie; the worker uses the real one. */
export async function openTestApi(
  options: {
    store?: (real: CaseStore) => CaseStore;
    /** Whether the worker has noted that it is at work. */
    beats?: boolean;
    freeBytes?: () => Promise<number | null>;
    log?: OperatorLog;
    collector?: TelemetryOptions["collector"];
    inlets?: ReadonlyMap<string, Inlet>;
    /** What this blueprint says besides; without a word there are no limits, since its clock stands still. */
    settings?: Partial<Settings>;
    publicUrl?: string;
    /** Keys of others than the local lead. */
    keys?: readonly ApiKey[];
    mcpOffers?: readonly McpOffer[];
    /** Who signs in here without a password. */
    localPeople?: readonly PersonView[];
  } = {},
): Promise<TestApi> {
  const clock = new FakeClock(start);
  const shop = openShop();
  const { versions, ...bare } = await openWorld(clock, shop, { limits: noLimits, ...options.settings });
  const telemetry = openTelemetry({
    store: bare.store,
    tenant,
    log: options.log ?? (() => undefined),
    collector: options.collector ?? null,
    service: { name: "purser", version: "0.0.0" },
  });
  const watch = watchSystems(bare.systems, () => clock.now());
  const world: World = { ...bare, systems: watch.systems, store: telemetry.store, log: telemetry.log };
  const { store, id } = world;
  if (options.beats !== false) await store.beat(tenant, { processId: world.workerId, role: "worker" });
  const worker = new Worker(world, { leaseMs: 30_000, concurrency: 4, pollMs: 20 });
  worker.start();
  const closing = new AbortController();
  const seen = options.store?.(store) ?? store;
  const blueprint = world.blueprints.inForce();
  const keyOf = (key: string, scopes: readonly Scope[]) =>
    apiKeyOf(key, { id: "tm-local", role: "lead", scopes }, "programs");
  const services: Parameters<typeof createApi>[0] = {
    version: "0.0.0",
    desk: openDesk({ tenant, store: seen, id }, world.blueprints.inForce, sensitiveTopicIn),
    world: { ...world, store: seen },
    versions,
    inlets: options.inlets ?? new Map(),
    keys: [keyOf(leadKey, ["desk", "channel"]), keyOf(deskOnlyKey, ["desk"]), ...(options.keys ?? [])],
    signIn: {
      accounts: openMemoryAccounts(clock),
      people: () => blueprint.settings.people,
      deployment: () => deskDeploymentOf(blueprint.settings, blueprint.totals),
      localPeople: options.localPeople ?? [],
    },
    siteKey: testSiteKey,
    publicUrl: options.publicUrl ?? null,
    telemetry,
    readiness: openReadiness({
      store: seen,
      tenant,
      processId: "server-test",
      freeBytes: options.freeBytes ?? (async () => null),
      modelTrouble: () => null,
      closing: closing.signal,
    }),
    closing: closing.signal,
    readRecordsBeside: openKeptRecords({ store, tenant }),
    surroundings: {
      systems: () =>
        watch.read(
          Object.keys(watch.systems).map((name) => ({ name, kind: "http", hasAddress: true, missing: async () => [] })),
        ),
      mail: () => ({ state: "unused", missing: [] }),
      checkpoints: async () => ({ publicKey: null, checkpoints: [] }),
    },
  };
  const api = createApi(services, options.mcpOffers ?? deploymentOffers);
  const listener = await listen(api, { host: "127.0.0.1", port: 0 });
  return {
    ...callsTo(listener.url),
    url: listener.url,
    fetch: (request) => api.fetch(request),
    key: leadKey,
    shop,
    telemetry,
    close: () => closing.abort(),
    clock,
    world,
    stop: async () => {
      closing.abort();
      await listener.stop();
      await worker.stop();
      await telemetry.stop();
      await store.close();
    },
  };
}

/** A server for one test; it is stopped when that is over. */
export async function openApi(options: Parameters<typeof openTestApi>[0] = {}): Promise<TestApi> {
  const api = await openTestApi(options);
  onTestFinished(api.stop);
  return api;
}

async function openWorld(
  clock: FakeClock,
  shop: Shop,
  settings: Partial<Settings>,
): Promise<World & { versions: VersionMeans }> {
  const store = openMemoryStore({ clock, random: randomBytes, masterKey: randomBytes(32) });
  const opened = openTestBlueprint();
  const blueprint = { ...opened, settings: { ...opened.settings, ...settings } };
  const { versions, blueprints } = await openVersions(blueprint, store);
  return {
    versions,
    blueprints,
    tenant,
    workerId: "worker-test",
    now: () => clock.now(),
    sleep: (durationMs, signal) => delay(durationMs, undefined, { signal }).catch(() => undefined),
    id: <Prefix extends IdPrefix>(prefix: Prefix): IdOf<Prefix> => idFromBytes(prefix, randomBytes(16)),
    store,
    systems: shop.systems,
    reasoner: scriptedReasoner([
      { matches: /^hello/, says: "Hello! How can I help?" },
      {
        matches: /refund (?<amount>\d+)/,
        tool: "refund_order",
        args: (groups) => ({ orderId: "L-1", amountMinor: Number(groups["amount"]) }),
        done: () => "It is on its way back to you.",
      },
    ]),
    deploymentSecret: await store.deploymentSecret(),
    log: () => undefined,
  };
}

/** The first version is in force and kept; others that are loaded can be put in force as well. */
async function openVersions(
  first: Blueprint,
  store: CaseStore,
): Promise<{ versions: VersionMeans; blueprints: World["blueprints"] }> {
  const loaded = new Map([[first.hash, first]]);
  let current = first;
  await store.keepBlueprint(tenant, first.hash, testFiles);
  const publishing = { hash: first.hash, by: "start", why: "", source: "folder", inPlaceOf: null } as const;
  await store.publishBlueprint(tenant, publishing);
  const versions: VersionMeans = {
    loadPolicies: cedarPolicyEngine.load,
    loadFiles: async (files) => {
      const load = await loadTestFiles(files);
      if (load.kind === "rejected") return load;
      const value = { ...load.value, settings: first.settings };
      loaded.set(value.hash, value);
      return { kind: "loaded", value };
    },
  };
  const pinned = async (hash: Hash): Promise<Blueprint | null> => {
    current = loaded.get((await store.publishedBlueprint(tenant)) ?? first.hash) ?? current;
    return loaded.get(hash) ?? null;
  };
  return { versions, blueprints: { inForce: () => current, pinned } };
}

const openedSchema = z.object({ caseId: z.string() });

function callsTo(url: string): Pick<TestApi, "ask" | "json" | "opened" | "until"> {
  const ask: TestApi["ask"] = (method, path, body, headers = {}) =>
    fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${leadKey}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  const json: TestApi["json"] = async (schema, status, ...request) => {
    const response = await ask(...request);
    const body: unknown = await response.json();
    if (response.status !== status)
      throw new Error(`${request[0]} ${request[1]} answered ${response.status}: ${JSON.stringify(body)}`);
    return z.parse(schema, body);
  };
  return {
    ask,
    json,
    opened: async (body, headers) => (await json(openedSchema, 201, "POST", "/v1/cases", body, headers)).caseId,
    until: async (caseId, status) => {
      const giveUpAt = performance.now() + 5000;
      for (;;) {
        const view = await json(caseViewSchema, 200, "GET", `/v1/cases/${caseId}`);
        if (view.status === status) return view;
        if (performance.now() > giveUpAt) throw new Error(`${caseId} is ${view.status}, not ${status}.`);
        await delay(10);
      }
    },
  };
}
