import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { IdOf, IdPrefix } from "@purser/contract";
import { idFromBytes } from "@purser/kit/audit";
import { rulesReasoner } from "./agent/rules/rules-reasoner.ts";
import { recognizerFor } from "./agent/rules/understand.ts";
import { loadBlueprint } from "./blueprint/load-blueprint.ts";
import { pinnedBlueprints } from "./blueprint/pinned-blueprints.ts";
import { readBlueprintFiles } from "./blueprint/read-files.ts";
import type { CaseStore } from "./cases/case-store.ts";
import type { Deployment, DeploymentOptions, Runtime } from "./cli/runtime.ts";
import { runCommand } from "./cli/run-command.ts";
import { createHttpSystem } from "./connectors/http/index.ts";
import { readEnvironment } from "./env.ts";
import { cedarPolicyEngine } from "./policies/cedar/index.ts";
import { createDatabase } from "./store/postgres/create-database.ts";
import { replaceClock } from "./store/postgres/demo-clock.ts";
import { startEmbeddedPostgres } from "./store/postgres/embedded/start-embedded-postgres.ts";
import { migrate } from "./store/postgres/migrate.ts";
import { openPostgresStore } from "./store/postgres/postgres-store.ts";
import { openStoreClock } from "./worker/store-clock.ts";

const tenant = "main";
const idBytes = 16;

function makeId<Prefix extends IdPrefix>(prefix: Prefix): IdOf<Prefix> {
  return idFromBytes(prefix, randomBytes(idBytes));
}

/** A sleep that ends early, without an error, when its signal is given, and that keeps no process alive. */
async function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, { signal, ref: false }).catch(() => undefined);
}

/** Builds one deployment from its parts; the commands get it whole. */
export async function openDeployment(options: DeploymentOptions): Promise<Deployment> {
  const { blueprint, databaseUrl, masterKey, systems, reasoner, log } = options;
  const store = await openPostgresStore({
    url: databaseUrl,
    masterKey,
    random: randomBytes,
    poolSize: options.poolSize ?? 10,
  });
  const clock = await openStoreClock(store, () => performance.now());
  const watched: CaseStore = {
    ...store,
    claim: async (request) => {
      const leased = await store.claim(request);
      if (leased[0] !== undefined) clock.observe(leased[0].now);
      return leased;
    },
  };
  await store.keepBlueprint(tenant, blueprint.hash, await readBlueprintFiles(blueprint.directory));
  const pinned = pinnedBlueprints({
    inForce: blueprint,
    read: (hash) => store.readBlueprint(tenant, hash),
    load: (directory) => loadBlueprint(directory, cedarPolicyEngine),
    makeFolder: () => mkdtemp(join(tmpdir(), "purser-blueprint-")),
  });
  return {
    tenant,
    blueprint,
    store,
    desk: {
      tenant,
      store,
      id: makeId,
      blueprintHash: () => blueprint.hash,
      isSingleOperator: () => blueprint.settings.singleOperator,
    },
    world: {
      tenant,
      workerId: `worker-${process.pid}`,
      now: clock.now,
      sleep,
      id: makeId,
      store: watched,
      systems,
      reasoner,
      blueprints: { inForce: () => blueprint, pinned },
      deploymentSecret: await store.deploymentSecret(),
      log,
    },
    close: () => store.close(),
  };
}

export const runtime: Runtime = {
  // Read when a command asks for it, so that a mistake in it is told like any other.
  get environment() {
    return readEnvironment();
  },
  loadBlueprint: (directory) => loadBlueprint(directory, cedarPolicyEngine),
  httpSystems: (urls) => Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, createHttpSystem(url)])),
  startPostgres: (directory, log) => startEmbeddedPostgres({ directory, log }),
  openDeployment,
  migrate,
  createDatabase,
  replaceClock,
  reasonerFor: async (blueprint) => {
    // Trained before the first message rather than with it.
    recognizerFor(blueprint);
    return rulesReasoner;
  },
};

/** The `purser` command: arguments in, exit code out. */
export function main(args: readonly string[]): Promise<number> {
  return runCommand(args, runtime);
}
