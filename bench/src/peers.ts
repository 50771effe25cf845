import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { z } from "zod";
import { openCluster } from "./deployment.js";

/**
 * The same refund case, confirmed and durably approved, and the same long conversation in Purser, LangGraph.js and Mastra: each
 * in a process of its own, on an empty database of its own in one Postgres with fsync on, in turns within one run.
 */
const rounds = 3;
const secondsPerPart = 5;
const turns = 1_000;
const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const modules = {
  purser: pathOf("purser-peer.js"),
  langgraph: pathOf("../peers/langgraph.js"),
  mastra: pathOf("../peers/mastra.js"),
} as const;
type Name = keyof typeof modules;
const names = ["purser", "langgraph", "mastra"] as const satisfies readonly Name[];

const roundSchema = z.object({
  c1: z.number(),
  c16: z.number(),
  bytesPerCase: z.number(),
  turnMs: z.record(z.string(), z.number()),
  settings: z.record(z.string(), z.string()),
});
type Round = z.infer<typeof roundSchema>;

async function main(): Promise<void> {
  const cluster = await openCluster();
  try {
    const measured: Record<Name, Round[]> = { purser: [], langgraph: [], mastra: [] };
    for (let round = 0; round < rounds; round += 1) {
      // Each is first once: whoever comes later meets a warmer machine.
      for (const name of [...names.slice(round), ...names.slice(0, round)]) {
        note(`round ${round + 1} of ${rounds}: ${name}`);
        measured[name].push(await measure(name, await makeDatabase(cluster.url, `${name}_${round}`), round));
      }
    }
    const figures = { purser: figuresOf(measured.purser), ...peersOf(measured) };
    const ratios = {
      langgraphC16: round2(figures.purser.casesPerSecond.c16 / figures.langgraph.casesPerSecond.c16),
      mastraC16: round2(figures.purser.casesPerSecond.c16 / figures.mastra.casesPerSecond.c16),
    };
    const indent = process.argv.includes("--json") ? 0 : 2;
    process.stdout.write(`${JSON.stringify({ ...figures, ratios, node: process.version }, null, indent)}\n`);
  } finally {
    await cluster.stop();
  }
}

function peersOf(measured: Record<Name, Round[]>) {
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(pathOf("../peers/package.json"), "utf8")));
  const versionsOf = (scope: string) =>
    Object.fromEntries(Object.entries(dependencies).filter(([name]) => name.startsWith(scope)));
  return {
    langgraph: { ...figuresOf(measured.langgraph), versions: versionsOf("@langchain/") },
    mastra: { ...figuresOf(measured.mastra), versions: versionsOf("@mastra/") },
  };
}

/** The median of the rounds; turns are timed in the first. */
function figuresOf(measured: readonly Round[]) {
  const [first] = measured;
  const middle = (field: "c1" | "c16" | "bytesPerCase"): number => median(measured.map((round) => round[field]));
  return {
    casesPerSecond: { c1: round2(middle("c1")), c16: round2(middle("c16")) },
    turnMs: Object.fromEntries(Object.entries(first?.turnMs ?? {}).map(([turn, ms]) => [turn, round2(ms)])),
    bytesPerCase: middle("bytesPerCase"),
    settings: first?.settings ?? {},
  };
}

async function measure(name: Name, databaseUrl: string, round: number): Promise<Round> {
  const options = [modules[name], databaseUrl, secondsPerPart, round === 0 ? turns : 0];
  const child = spawn(process.execPath, [pathOf("../peers/measure.js"), ...options.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`${name} ended with ${code}.`);
  return roundSchema.parse(JSON.parse(output.trim().split("\n").at(-1) ?? ""));
}

async function makeDatabase(clusterUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: clusterUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

await main();
