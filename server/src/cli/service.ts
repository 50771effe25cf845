import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { PurserError } from "@purser/contract";
import { modelTroubleOf } from "../agent/router/model-trouble.ts";
import type { Blueprint } from "../blueprint/blueprint.ts";
import { loadConnections } from "../blueprint/connections.ts";
import { withoutRates } from "../blueprint/settings/limits.ts";
import { apiKeyOf } from "../http/authenticate.ts";
import { type Api, createApi, createStatusApi, createWaitingApi } from "../http/create-api.ts";
import { type Listener, listen } from "../http/listen.ts";
import { openReadiness } from "../http/readiness.ts";
import { deskDeploymentOf, type SessionServices } from "../http/sign-in/sessions.ts";
import { freeBytesOf } from "./free-bytes.ts";
import { openKeptRecords } from "../http/kept-reads.ts";
import type { OperatorLog } from "../worker/world.ts";
import { type ConnectedSystems, connectSystems, loadedOr } from "./connect-systems.ts";
import { type ExampleSystems, startExampleSystems } from "./example-systems.ts";
import { siteKeyOf, startShop } from "./example-shop.ts";
import type { Project } from "./find-project.ts";
import { localPeople, readApiKey, readMasterKey, readPersonsKey } from "./key-files.ts";
import { findRunning, removeRunning, writeRunning } from "./running-file.ts";
import { openReasoner } from "./open-reasoner.ts";
import { type CheckpointRequest, type Deployment, localTenant, type RunningPostgres, type Runtime } from "./runtime.ts";
import { startWork } from "./start-work.ts";
import { StopList } from "./stop-list.ts";
import { surroundingsOf } from "./surroundings.ts";
import { version } from "./version.ts";

export type ServiceOptions = {
  project: Project;
  runtime: Runtime;
  /** Where it listens; null for a worker that nobody asks. */
  listensAt: { host: string; port: number } | null;
  /** The whole API, or only whether a worker lives, works, and what it counted. */
  serves: "api" | "status";
  /** Whether the systems that come with an example are started too. */
  withExampleSystems: boolean;
  log: OperatorLog;
  /** Lines of the embedded Postgres. */
  postgresLog: (line: string) => void;
};

export type Service = {
  /** Null for a worker alone. */
  url: string | null;
  apiKey: string;
  databaseUrl: string;
  postgres: RunningPostgres | null;
  systems: ExampleSystems | null;
  /** The page that the example's customers come from; null where it has none, and where nobody can open one. */
  shopUrl: string | null;
  /** Systems that nobody gave an address for. */
  withoutAddress: readonly string[];
  /** Settles when the embedded Postgres ends though nobody asked it to. */
  databaseLost: Promise<void>;
  stop: () => Promise<void>;
};

/** The same world at every start, until its folder is removed. */
const sameWorld = { seed: 1, host: "127.0.0.1" } as const;

/**
 * Starts a service, and stops what it has started when a part does not start. Throws PUR-1002 when another one serves
 * the data directory, PUR-1007 when the port is taken, and what the database and the blueprint throw.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { project, runtime } = options;
  const running = await findRunning(project.data);
  if (running !== null && options.serves === "api") {
    throw new PurserError("PUR-1002", `Process ${running.pid} serves ${project.data} at ${running.url}.`);
  }
  const blueprint = loadedOr(await runtime.loadBlueprint(project.blueprint));
  const stops = new StopList();
  try {
    return await startParts(options, blueprint, stops);
  } catch (error) {
    await stops.stopAll();
    throw error;
  }
}

async function startParts(options: ServiceOptions, blueprint: Blueprint, stops: StopList): Promise<Service> {
  const { project, runtime, listensAt } = options;
  const apiKey = runtime.environment.apiKey ?? readApiKey(project.data);
  const masterKey = runtime.environment.masterKey ?? readMasterKey(project.data);
  const door = listensAt === null ? null : await openDoor(listensAt, options, stops);
  const webhooks = door === null || options.serves === "status" ? {} : await exampleWebhooks(options, door.url);
  const [postgres, systems] = await bothOrNeither(
    startPostgres(options, stops),
    startSystems(options, webhooks, stops),
  );
  const databaseUrl = runtime.environment.databaseUrl ?? postgres?.url ?? "";
  const secrets = await runtime.openSecrets({ databaseUrl, masterKey, tenant: localTenant });
  stops.add("connections", secrets.close);
  const connected = await connectSystems(
    project.blueprint,
    {
      urls: systems?.urls ?? {},
      webhookSecrets: Object.fromEntries(Object.entries(webhooks).map(([name, { secret }]) => [name, secret])),
    },
    secrets.read,
    runtime,
  );
  stops.add("connections", connected.close);
  const reasoner = await openReasoner(blueprint, { runtime, log: options.log });
  const deployment = await runtime.openDeployment({
    databaseUrl,
    masterKey,
    blueprint,
    systems: connected.systems,
    reasoner,
    log: options.log,
    // Who develops changes files and starts anew; in production only `purser publish` changes what is in force.
    publications: { startWithFolder: options.withExampleSystems },
    collector: runtime.environment.collector,
  });
  stops.add("store", deployment.close);
  runtime.trainSoon(deployment.blueprint);
  await startWork(options, { databaseUrl, masterKey }, deployment, door?.url ?? null, stops);
  // Who tries it out on their own machine is nobody's flood.
  const desk = options.withExampleSystems ? withoutLimits(deployment.desk) : deployment.desk;
  if (door !== null) {
    const signIn =
      options.serves === "status" ? null : await openSignIn(options, { databaseUrl, masterKey }, deployment);
    if (signIn !== null) stops.add("accounts", signIn.accounts.close);
    const database = { databaseUrl, masterKey, tenant: localTenant };
    door.open({ ...deployment, desk }, { apiKey, siteKey: siteKeyOf(project, runtime), signIn, database }, connected);
  }
  return {
    url: door?.url ?? null,
    apiKey,
    databaseUrl,
    postgres,
    systems,
    shopUrl: options.serves === "status" ? null : await startShop(options, systems, door?.url ?? null, stops),
    withoutAddress: connected.unknown,
    databaseLost: postgres === null ? new Promise<void>(() => undefined) : lost(postgres),
    stop: () => stops.stopAll(),
  };
}

/** Waits for both even when one fails, so that what the other has started is known and can be stopped. */
async function bothOrNeither<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

/** What callers and the host site prove themselves with. */
type DoorSecrets = {
  apiKey: string;
  siteKey: Uint8Array;
  signIn: SessionServices | null;
  database: Pick<CheckpointRequest, "databaseUrl" | "masterKey" | "tenant">;
};

/** The port is taken first, so that a taken one is told before anything else is started; it answers "starting" until then. */
async function openDoor(
  at: { host: string; port: number },
  { project: { data }, serves, runtime }: ServiceOptions,
  stops: StopList,
) {
  let api: Api = createWaitingApi(version);
  const closing = new AbortController();
  const listener: Listener = await listen({ fetch: (...request) => api.fetch(...request) }, at);
  stops.add("server", () => {
    closing.abort();
    return listener.stop();
  });
  const { pid } = process;
  if (serves === "api") {
    writeRunning(data, { pid, url: listener.url });
    stops.add("files", async () => removeRunning(data, pid));
  }
  return {
    url: listener.url,
    open: (
      { desk, world, versions, telemetry, tenant }: Deployment,
      secrets: DoorSecrets,
      { inlets, readStates }: Pick<ConnectedSystems, "inlets" | "readStates">,
    ): void => {
      const readiness = openReadiness({
        store: desk.store,
        tenant,
        processId: `server-${pid}`,
        freeBytes: () => freeBytesOf(data),
        modelTrouble: () => modelTroubleOf(world.reasoner.health?.() ?? []),
        closing: closing.signal,
      });
      const keys = [
        apiKeyOf(secrets.apiKey, { id: localPeople.local.id, role: "lead", scopes: ["desk", "channel"] }, "programs"),
        apiKeyOf(readApiKey(data, "second"), { id: localPeople.second.id, role: "lead", scopes: ["desk"] }, "programs"),
        ...Object.entries(world.blueprints.inForce().settings.people).map(([id, { role }]) =>
          apiKeyOf(readPersonsKey(data, id), { id, role, scopes: ["desk"] }),
        ),
      ];
      const status = { version, keys, readiness, telemetry };
      api =
        serves === "status"
          ? createStatusApi(status)
          : createApi({
              ...status,
              desk,
              world,
              versions,
              siteKey: secrets.siteKey,
              signIn: secrets.signIn,
              publicUrl: runtime.environment.publicUrl,
              inlets,
              surroundings: surroundingsOf(readStates, secrets.database, world, runtime),
              readRecordsBeside: openKeptRecords(desk),
              closing: closing.signal,
            });
    },
  };
}

async function startPostgres(
  { runtime, project, postgresLog }: ServiceOptions,
  stops: StopList,
): Promise<RunningPostgres | null> {
  if (runtime.environment.databaseUrl !== null) return null;
  const postgres = await runtime.startPostgres(join(project.data, "postgres"), postgresLog);
  stops.add("postgres", postgres.stop);
  return postgres;
}

async function startSystems(
  { project, withExampleSystems }: ServiceOptions,
  webhooks: ExampleWebhooks,
  stops: StopList,
): Promise<ExampleSystems | null> {
  if (!withExampleSystems) return null;
  const systems = await startExampleSystems(project.blueprint, {
    ...sameWorld,
    clock: () => Date.now(),
    dataFolder: join(project.data, "systems"),
    webhooks,
  });
  if (systems !== null) stops.add("systems", systems.stop);
  return systems;
}

type ExampleWebhooks = Readonly<Record<string, { url: string; secret: string }>>;

/**
 * For each system of the example that sends webhooks its inlet, and its secret: the one of the environment, else one for
 * this run.
 */
async function exampleWebhooks(
  { project, withExampleSystems, runtime }: ServiceOptions,
  url: string,
): Promise<ExampleWebhooks> {
  if (!withExampleSystems) return {};
  const { systems } = loadedOr(await loadConnections(project.blueprint));
  return Object.fromEntries(
    Object.entries(systems).flatMap(([name, { webhooks }]) => {
      if (webhooks === undefined) return [];
      const made = `whsec_${randomBytes(webhookSecretBytes).toString("base64")}`;
      const secret = runtime.environment.variable(webhooks.secretFrom) ?? made;
      return [[name, { url: `${url}/v1/inlets/${name}`, secret }]];
    }),
  );
}

const webhookSecretBytes = 32;

const loopback: readonly string[] = ["127.0.0.1", "::1", "localhost"];

/** The accounts of the desk. Only a `dev` that nobody else can reach signs in who sits at the machine. */
async function openSignIn(
  { runtime, withExampleSystems, listensAt }: ServiceOptions,
  database: { databaseUrl: string; masterKey: Uint8Array },
  { world }: Deployment,
): Promise<SessionServices> {
  const settings = () => world.blueprints.inForce().settings;
  const isLocal = withExampleSystems && listensAt !== null && loopback.includes(listensAt.host);
  return {
    accounts: await runtime.openAccounts({ ...database, tenant: localTenant }),
    people: () => settings().people,
    deployment: () => {
      const { settings: inForce, totals } = world.blueprints.inForce();
      return deskDeploymentOf(inForce, totals);
    },
    localPeople: isLocal
      ? Object.values(localPeople).map(({ id, name }) => ({ id, name, email: null, role: "lead" as const }))
      : [],
  };
}

async function lost({ exited }: RunningPostgres): Promise<void> {
  await exited;
}

function withoutLimits(desk: Deployment["desk"]): Deployment["desk"] {
  return { ...desk, limits: () => withoutRates(desk.limits()) };
}
