import { mkdtempSync, chmodSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { hashOf } from "@purser/kit/audit";
import pg from "pg";
import { scriptedReasoner } from "../../server/dist/agent/scripted-reasoner.js";
import type { Blueprint } from "../../server/dist/blueprint/blueprint.js";
import { settingsSchema } from "../../server/dist/blueprint/settings/settings.js";
import { toolboxOf } from "../../server/dist/blueprint/toolbox.js";
import { builtInSensitive } from "../../server/dist/blueprint/sensitive/load-sensitive.js";
import { noUnderstanding } from "../../server/dist/blueprint/understanding.js";
import type { Deployment } from "../../server/dist/cli/runtime.js";
import { openDeployment } from "../../server/dist/main.js";
import { cedarPolicyEngine } from "../../server/dist/policies/cedar/index.js";
import { startEmbeddedPostgres } from "../../server/dist/store/postgres/embedded/start-embedded-postgres.js";
import { guardrails, refundOrder, shopSystems } from "./shop.js";

const thirtyDaysMs = 30 * 86_400_000;

function benchBlueprint(): Blueprint {
  const totals = [
    { name: "customerRefunds30d", of: "refundedMinor", scope: "customer" as const, windowMs: thirtyDaysMs },
  ];
  const loaded = cedarPolicyEngine.load([{ path: "guardrails/refunds.cedar", text: guardrails }], {
    tools: [refundOrder],
    totals: totals.map(({ name }) => name),
  });
  if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
  // One conversation of a bench has more turns than a deployment would let a case have.
  const budgets = { case: { steps: 1_000_000, actions: 1_000_000 } };
  const settings = settingsSchema.parse({ name: "Bench", currency: "USD", budgets });
  return {
    hash: hashOf(guardrails),
    directory: ".",
    settings,
    toolbox: toolboxOf([refundOrder]),
    procedures: new Map(),
    triggers: new Map(),
    replies: [],
    understanding: noUnderstanding,
    properties: [],
    ownTiers: new Map(),
    sensitive: builtInSensitive,
    policies: loaded.policies,
    totals,
  };
}

export type BenchDeployment = {
  deployment: Deployment;
  databaseUrl: string;
  postgresPid: number;
  stop: () => Promise<void>;
};

/** Purser with everything on, on a real Postgres with fsync, in a cluster of its own that is removed afterwards. */
export async function openBench(poolSize: number): Promise<BenchDeployment> {
  const cluster = await openCluster();
  const deployment = await openMeasured(cluster.url, poolSize);
  return {
    deployment,
    databaseUrl: cluster.url,
    postgresPid: cluster.pid,
    stop: async () => {
      await deployment.close();
      await cluster.stop();
    },
  };
}

/** A real Postgres with fsync on, which is removed when it stops. */
export async function openCluster(): Promise<{ url: string; pid: number; stop: () => Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), "purser-bench-"));
  chmodSync(directory, 0o755);
  const postgres = await startEmbeddedPostgres({ directory, log: () => undefined });
  return {
    url: postgres.url,
    pid: postgres.pid,
    stop: async () => {
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Purser with everything on, on a database. */
export function openMeasured(databaseUrl: string, poolSize: number): Promise<Deployment> {
  return openDeployment({
    databaseUrl,
    masterKey: randomBytes(32),
    blueprint: benchBlueprint(),
    systems: shopSystems(),
    reasoner: scriptedReasoner([
      {
        matches: /refund of order (?<order>L-\d+)/,
        tool: "refund_order",
        args: (groups) => ({ orderId: groups["order"] ?? "", amountMinor: 18_000 }),
        done: () => "Your $180.00 are on their way back to you.",
      },
      { matches: /^hello/, says: "Hello! How can I help?" },
    ]),
    log: (level, event, fields) => {
      if (level === "error") process.stderr.write(`${event} ${JSON.stringify(fields)}\n`);
    },
    poolSize,
  });
}

/** From now on counts what this process asks Postgres, each a round trip; returns the way to read the count. */
export function countQueries(): () => number {
  let queries = 0;
  const { submit } = pg.Query.prototype;
  pg.Query.prototype.submit = function countAndSubmit(this: pg.Query, connection: pg.Connection) {
    queries += 1;
    return submit.call(this, connection);
  };
  return () => queries;
}
