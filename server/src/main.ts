import { randomBytes } from "node:crypto";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { type Hash, type IdOf, type IdPrefix, type Instant, PurserError } from "@purser/contract";
import type { RemoteCall, RemoteOffer, RemoteReply, SystemClient, SystemReply } from "@purser/kit";
import { idFromBytes } from "@purser/kit/audit";
import type { Blueprint } from "./blueprint/blueprint.ts";
import { isConnected, type ReadyConnection } from "./blueprint/connections.ts";
import { followPublications, type InForce } from "./blueprint/versions/follow-publications.ts";
import { openDesk } from "./conversations/desk.ts";
import { addressOfModel } from "./blueprint/settings/models.ts";
import type { BlueprintLoader } from "./blueprint/load-blueprint.ts";
import { pinnedBlueprints } from "./blueprint/versions/pinned-blueprints.ts";
import { readBlueprintFiles } from "./blueprint/reading/read-files.ts";
import type { BlueprintLoad } from "./blueprint/reading/problem.ts";
import { mayBePrivate } from "./blueprint/settings/service-address.ts";
import type { CaseStore } from "./cases/case-store.ts";
import {
  type ConnectionMeans,
  type Deployment,
  type DeploymentOptions,
  localTenant,
  type MadeConnections,
  type Runtime,
} from "./cli/runtime.ts";
import { runCommand } from "./cli/run-command.ts";
import { sleep } from "./cli/sleep.ts";
import { version } from "./cli/version.ts";
import { openEgress } from "./connectors/egress.ts";
import { createHttpSystem } from "./connectors/http/index.ts";
import { readEnvironment } from "./env.ts";
import { cedarPolicyEngine } from "./policies/cedar/index.ts";
import type { Telemetry } from "./telemetry/telemetry.ts";
import { openStoreClock } from "./worker/store-clock.ts";

const tenant = localTenant;
const trainAfterMs = 1_500;
const idBytes = 16;
/** Of one answer; a model's with all that its service sends around it. */
const bounds = { model: { maxBodyBytes: 8_000_000 }, moderation: { timeoutMs: 5_000 } };

let loader: BlueprintLoader | null = null;
/** Its parts are loaded with the first blueprint: a command that only asks a running server needs none of them. */
const load = async (directory: string): Promise<BlueprintLoad<Blueprint>> => {
  const { blueprintLoader } = await import("./blueprint/load-blueprint.ts");
  return (loader ??= blueprintLoader(cedarPolicyEngine))(directory);
};

/** Where versions that lie in no folder of their own are laid out and loaded. */
const places = {
  load,
  makeFolder: () => mkdtemp(join(tmpdir(), "purser-blueprint-")),
};

function makeId<Prefix extends IdPrefix>(prefix: Prefix): IdOf<Prefix> {
  return idFromBytes(prefix, randomBytes(idBytes));
}

/** Builds one deployment from its parts; the commands get it whole. */
export async function openDeployment(options: DeploymentOptions): Promise<Deployment> {
  const { sensitiveTopicIn } = await import("./agent/rules/understanding/sensitive.ts");
  const { blueprint, systems, reasoner } = options;
  let inForce: InForce | null = null;
  const current = (): Blueprint => inForce?.current() ?? blueprint;
  const { telemetry, close } = await openWatchedStore(options, current);
  const { store, log } = telemetry;
  const clock = await openStoreClock(store, () => performance.now());
  await store.keepBlueprint(tenant, blueprint.hash, await readBlueprintFiles(blueprint.directory));
  const pinned = pinnedBlueprints({
    inForce: blueprint,
    read: (hash) => store.readBlueprint(tenant, hash),
    canRun: (version) => isConnected(version, Object.keys(systems)),
    ...places,
    log,
  });
  if (options.publications !== undefined)
    inForce = await followPublications({
      folder: blueprint,
      ...options.publications,
      published: () => store.publishedBlueprint(tenant),
      publish: (hash) => publishAtStart(hash, telemetry),
      load: pinned.of,
      sleep,
      log,
    });
  return {
    tenant,
    blueprint: current(),
    store,
    desk: openDesk({ tenant, store, id: makeId }, current, sensitiveTopicIn),
    world: {
      tenant,
      workerId: `worker-${process.pid}`,
      now: clock.now,
      sleep,
      id: makeId,
      store: watchedBy(clock, store),
      systems,
      reasoner,
      blueprints: {
        inForce: current,
        pinned: async (hash) => {
          // A case may have been put under a version that this process has not seen published yet.
          if (hash !== current().hash) await inForce?.refresh();
          return pinned.of(hash);
        },
      },
      deploymentSecret: await store.deploymentSecret(),
      log,
    },
    versions: { loadPolicies: cedarPolicyEngine.load, loadFiles: pinned.load },
    telemetry,
    close: async () => {
      await inForce?.stop();
      await close();
    },
  };
}

/** Who develops changes the folder; what somebody made at the desk meanwhile is kept, and can be put in force again. */
async function publishAtStart(hash: Hash, { store, log }: Pick<Telemetry, "store" | "log">): Promise<void> {
  const [last] = await store.listPublications(tenant, 1);
  await store.publishBlueprint(tenant, { hash, by: "start", why: "", source: "folder", inPlaceOf: null });
  if (last?.source !== "desk") return;
  const { by, at } = last;
  log("warn", "blueprint.desk-replaced", { hash: last.hash, by, at, todo: "purser pull --hash HASH DIR" });
}

/** Each claim tells the time, so the clock is never far from the store's. */
function watchedBy(clock: { observe: (now: Instant) => void }, store: CaseStore): CaseStore {
  return {
    ...store,
    claim: async (request) => {
      const leased = await store.claim(request);
      if (leased[0] !== undefined) clock.observe(leased[0].now);
      return leased;
    },
  };
}

/** The store with all that operators see of it. */
async function openWatchedStore(
  options: DeploymentOptions,
  inForce: () => Blueprint,
): Promise<{ telemetry: Telemetry; close: () => Promise<void> }> {
  const { openPostgresStore } = await import("./store/postgres/postgres-store.ts");
  const { createMetrics } = await import("./telemetry/metrics.ts");
  const { openTelemetry } = await import("./telemetry/telemetry.ts");
  const { readDayBudgets } = await import("./worker/budgets.ts");
  const { databaseUrl, masterKey, log, collector = null } = options;
  const metrics = createMetrics();
  const store = await openPostgresStore({
    url: databaseUrl,
    masterKey,
    random: randomBytes,
    poolSize: options.poolSize ?? 10,
    onProblem: (caseId, { code, message }) => {
      metrics.unreadableLogs.inc();
      log("error", "log.unreadable", { caseId, code, reason: message });
    },
  });
  const service = { name: collector?.serviceName ?? "purser", version };
  const spending = {
    models: () => options.reasoner.health?.() ?? [],
    budgets: async () => readDayBudgets(await store.now(), { tenant, store, blueprints: { inForce } }),
  };
  // The operator names the collector, which stands in their own network as a rule.
  const watched =
    collector === null
      ? null
      : { ...collector, send: openEgress({ origins: [collector.url], allowPrivate: true }).send };
  const telemetry = openTelemetry({ store, tenant, log, collector: watched, service, metrics, spending });
  return {
    telemetry,
    close: async () => {
      await telemetry.stop();
      await store.close();
    },
  };
}

/** A key from the variable that the blueprint names; null where it names none. */
function keyIn(variable: string | null, where: string): string | null {
  if (variable === null) return null;
  const key = readEnvironment().variable(variable);
  if (key === null) throw new PurserError("PUR-6016", `${where} takes its key from ${variable}, which is not set.`);
  return key;
}

/** A system that describes its operations itself. */
type RemoteSystem = SystemClient & {
  call: (call: RemoteCall) => Promise<RemoteReply>;
  list: () => Promise<RemoteOffer>;
  close: () => Promise<void>;
  reach: () => Promise<SystemReply>;
};

/** The way to one connection; islands of other servers are loaded when a blueprint names one. */
async function remoteSystem(
  name: string,
  connection: Exclude<ReadyConnection, { kind: "http" }>,
  { directory, readSecret }: ConnectionMeans,
): Promise<RemoteSystem> {
  if (connection.kind === "mcp") {
    const { createMcpSystem } = await import("./connectors/mcp/index.ts");
    const { way, timeoutMs } = connection;
    return createMcpSystem({ name, way, timeoutMs, directory, readSecret, version });
  }
  const { createOpenApiSystem } = await import("./connectors/openapi/index.ts");
  const { document, ...rest } = connection;
  const source = /^https?:/.test(document)
    ? { kind: "address" as const, url: document }
    : { kind: "text" as const, read: () => readFile(join(directory, document), "utf8") };
  return createOpenApiSystem({ name, ...rest, document: source, readSecret, nowMs: () => performance.now() });
}

function connect(connections: Readonly<Record<string, ReadyConnection>>, means: ConnectionMeans): MadeConnections {
  const systems: Record<string, SystemClient> = {};
  const opened: Promise<RemoteSystem>[] = [];
  for (const [name, connection] of Object.entries(connections)) {
    if (connection.kind === "http") {
      const { headers, url, allowPrivate } = connection;
      systems[name] = createHttpSystem({ url, allowPrivate, settings: { headers, readSecret: means.readSecret } });
      continue;
    }
    let made: Promise<RemoteSystem> | null = null;
    const remote = (): Promise<RemoteSystem> => {
      if (made === null) opened.push((made = remoteSystem(name, connection, means)));
      return made;
    };
    systems[name] = {
      request: async (request) => (await remote()).request(request),
      call: async (call) => (await remote()).call(call),
      reach: async () => (await remote()).reach(),
    };
  }
  return {
    systems,
    close: async () => {
      await Promise.all(opened.map(async (remote) => (await remote).close()));
    },
  };
}

/** What only some commands need is imported when they ask for it: `purser check` is to answer at once. */
export const runtime: Runtime = {
  // Read when a command asks for it, so that a mistake in it is told like any other.
  get environment() {
    return readEnvironment();
  },
  loadBlueprint: load,
  loadPolicies: cedarPolicyEngine.load,
  openSolver: async () => (await import("./solvers/z3/index.ts")).openZ3(),
  httpSystems: (urls) =>
    Object.fromEntries(
      Object.entries(urls).map(([name, url]) => [name, createHttpSystem({ url, allowPrivate: true })]),
    ),
  connect,
  listOperations: async (name, connection, means) => {
    if (connection.kind === "http") return { operations: [], leftOut: [] };
    const remote = await remoteSystem(name, connection, means);
    try {
      return await remote.list();
    } finally {
      await remote.close();
    }
  },
  openAccounts: async (request) => {
    const { openAccounts } = await import("./store/postgres/accounts.ts");
    return openAccounts({ ...request, random: randomBytes });
  },
  openSecrets: async (request) => {
    const { openSecrets } = await import("./store/postgres/secrets.ts");
    return openSecrets({ ...request, random: randomBytes, nowMs: () => performance.now() });
  },
  startPostgres: async (directory, log) => {
    const { startEmbeddedPostgres } = await import("./store/postgres/embedded/start-embedded-postgres.ts");
    return startEmbeddedPostgres({ directory, log });
  },
  findRunningPostgres: async (...request) =>
    (await import("./store/postgres/embedded/find-running-postgres.ts")).findRunningPostgres(...request),
  openDeployment,
  writeBackup: async (...request) => (await import("./store/postgres/backup/write-backup.ts")).writeBackup(...request),
  restoreBackup: async (...request) =>
    (await import("./store/postgres/backup/restore-backup.ts")).restoreBackup(...request),
  makeCheckpoint: async (...request) =>
    (await import("./store/postgres/audit/make-checkpoint.ts")).makeCheckpoint(...request),
  listCheckpoints: async (...request) =>
    (await import("./store/postgres/audit/make-checkpoint.ts")).listCheckpoints(...request),
  exportAudit: async (...request) => (await import("./store/postgres/audit/export-audit.ts")).exportAudit(...request),
  migrate: async (databaseUrl) => (await import("./store/postgres/migrate.ts")).migrate(databaseUrl),
  createDatabase: async (serverUrl, name) =>
    (await import("./store/postgres/create-database.ts")).createDatabase(serverUrl, name),
  dropDatabase: async (serverUrl, name) =>
    (await import("./store/postgres/create-database.ts")).dropDatabase(serverUrl, name),
  replaceClock: async (databaseUrl, startsAt) =>
    (await import("./store/postgres/demo-clock.ts")).replaceClock(databaseUrl, startsAt),
  mailer: async (smtpUrl) => (await import("./connectors/smtp/index.ts")).createSmtpMailer(smtpUrl),
  modelProvider: async ({ provider, model, keyFrom = null, timeout: timeoutMs, ...named }) => {
    const { createAiSdkModel } = await import("./models/ai-sdk/index.ts");
    const { baseUrl, allowPrivate } = addressOfModel({ provider, ...named });
    const { fetch } = openEgress({ origins: [baseUrl], allowPrivate, timeoutMs, ...bounds.model });
    return createAiSdkModel({ provider, model, baseUrl, apiKey: keyIn(keyFrom, "models"), fetch });
  },
  moderationService: async ({ endpoint }) => {
    if (endpoint === undefined) return null;
    const { baseUrl, model = null, keyFrom = null } = endpoint;
    const { createModerationService } = await import("./models/moderation/index.ts");
    const { fetch } = openEgress({ origins: [baseUrl], allowPrivate: mayBePrivate(endpoint), ...bounds.moderation });
    return createModerationService({ baseUrl, model, apiKey: keyIn(keyFrom, "moderation.endpoint"), fetch });
  },
  rulesReasoner: async () => (await import("./agent/rules/rules-reasoner.ts")).rulesReasoner,
  trainSoon: (blueprint) =>
    void delay(trainAfterMs, null, { ref: false }).then(async () => {
      (await import("./agent/rules/understanding/sensitive.ts")).topicReaderFor(blueprint);
      (await import("./agent/rules/understanding/understand.ts")).recognizerFor(blueprint);
    }),
};

/** The `purser` command: arguments in, exit code out. */
export function main(args: readonly string[]): Promise<number> {
  return runCommand(args, runtime);
}
