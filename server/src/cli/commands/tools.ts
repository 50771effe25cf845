import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { PurserError } from "@purser/contract";
import { type LeftOutOperation, pinOf, type RemoteOperation } from "@purser/kit";
import type { Command } from "commander";
import { z } from "zod";
import { loadConnections, type ReadyConnection, readyConnections } from "../../blueprint/connections.ts";
import { readBlueprintFiles } from "../../blueprint/reading/read-files.ts";
import { operationsNamedIn } from "../../blueprint/remote/load-overlays.ts";
import { parsePins, type Pins, pinsFile, pinsText } from "../../blueprint/remote/pins.ts";
import { addCommonOptions, type CommonOptions, commonOptionsSchema } from "../common-options.ts";
import { loadedOr } from "../connect-systems.ts";
import { findBlueprint } from "../find-project.ts";
import type { Runtime, SecretReader } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";
import { textTable } from "../text-table.ts";
import { describeDifference } from "../tool-difference.ts";
import { withSecrets } from "./secrets.ts";

const optionsSchema = commonOptionsSchema.extend({ connection: z.string().optional() });
const acceptSchema = commonOptionsSchema.extend({ yes: z.boolean().default(false) });

/** What became of an operation since it was accepted. */
type Standing = "new" | "accepted" | "changed" | "gone";
type ToolRow = {
  connection: string;
  name: string;
  standing: Standing;
  overlays: readonly string[];
  operation: RemoteOperation | null;
};
type LeftOut = LeftOutOperation & { connection: string };
type Failure = { connection: string; why: string };

/** Adds `purser tools`. Exit code 1 when a tool that an overlay names has changed, is gone, or cannot be looked at. */
export function registerTools(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("tools")
    .description("what MCP servers and OpenAPI documents offer, which of it overlays name, and what has changed")
    .option("--connection <name>", "only this one of connections.yaml");
  addCommonOptions(command).action(async () => {
    const options = optionsSchema.parse(command.opts());
    const { rows, leftOut, failures } = await look(options, options.connection ?? null, runtime);
    if (options.json) terminal.print(JSON.stringify({ tools: rows, leftOut, failures }));
    else {
      printRows(rows, failures, terminal);
      printLeftOut(leftOut, terminal);
    }
    const isWrong = rows.some(({ standing, overlays }) => overlays.length > 0 && standing !== "accepted");
    if (isWrong || failures.length > 0) throw new CommandFailed();
  });
  const accept = command
    .command("accept")
    .description("show what a tool says of itself, or what has changed, and pin it")
    .argument("<name>", "connection/tool, as purser tools lists it")
    .option("--yes", "accept without being asked");
  addCommonOptions(accept).action(async (name: string) => {
    // Options that the command above takes too are parsed as its own.
    const options = acceptSchema.parse({ ...command.opts(), ...accept.opts() });
    await acceptTool(name, options, runtime, terminal);
  });
}

async function acceptTool(
  name: string,
  options: z.infer<typeof acceptSchema>,
  runtime: Runtime,
  terminal: Terminal,
): Promise<void> {
  const directory = findBlueprint(options.blueprint, process.cwd());
  const connection = name.split("/")[0] ?? "";
  const { rows, failures } = await look(options, connection, runtime);
  const row = rows.find((candidate) => `${candidate.connection}/${candidate.name}` === name);
  const [failure] = failures;
  if (row?.operation === undefined || row.operation === null)
    throw new PurserError(failure === undefined ? "PUR-3027" : "PUR-3025", failure?.why ?? `${name} is not offered.`);
  const { operation, standing } = row;
  const pins = await pinsOf(directory);
  const before = pins.get(connection)?.get(operation.name)?.operation ?? null;
  if (!options.json) for (const line of describeDifference(before, operation)) terminal.print(line);
  const isAccepted = standing === "accepted" || options.yes || (await isAgreed(name));
  if (isAccepted && standing !== "accepted") await keepPin(directory, pins, connection, operation);
  const pin = pinOf(connection, operation);
  if (options.json) terminal.print(JSON.stringify({ name, accepted: isAccepted, before: standing, pin }));
  else if (standing === "accepted") terminal.print(`${name} is accepted already, as it is.`);
  else if (isAccepted) terminal.print(`${name} is accepted. Commit ${pinsFile} with the blueprint.`);
  else terminal.print(`${name} was not accepted; say --yes where nobody can be asked.`);
  if (!isAccepted) throw new CommandFailed();
}

async function isAgreed(name: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await asking.question(`Accept ${name} as it is shown? [y/N] `)).trim());
  } finally {
    asking.close();
  }
}

async function keepPin(directory: string, pins: Pins, connection: string, operation: RemoteOperation): Promise<void> {
  const accepted = new Map(pins.get(connection) ?? []);
  accepted.set(operation.name, { operation, pin: pinOf(connection, operation) });
  const path = join(directory, pinsFile);
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.draft-${process.pid}`;
  await writeFile(draft, pinsText(new Map([...pins, [connection, accepted]])), { flag: "wx" });
  await rename(draft, path);
}

async function pinsOf(directory: string): Promise<Pins> {
  const text = await readFile(join(directory, pinsFile), "utf8").catch(() => null);
  try {
    return text === null ? new Map() : parsePins(text);
  } catch (error) {
    throw error instanceof PurserError ? error : new PurserError("PUR-3026", "It is no JSON.", { cause: error });
  }
}

/** Asks the connections what they offer now and compares it with what was accepted. */
async function look(
  options: CommonOptions,
  only: string | null,
  runtime: Runtime,
): Promise<{ rows: readonly ToolRow[]; leftOut: readonly LeftOut[]; failures: readonly Failure[] }> {
  const directory = findBlueprint(options.blueprint, process.cwd());
  const connections = loadedOr(await loadConnections(directory));
  const { ready } = loadedOr(readyConnections(connections, runtime.environment.variable));
  const remote = Object.entries(ready).filter(
    ([name, { kind }]) => kind !== "http" && (only === null || name === only),
  );
  if (only !== null && remote.length === 0)
    throw new PurserError("PUR-3027", `${only} is no MCP server and no OpenAPI document of connections.yaml.`);
  const pins = await pinsOf(directory);
  const named = operationsNamedIn(await readBlueprintFiles(directory));
  const rows: ToolRow[] = [];
  const leftOut: LeftOut[] = [];
  const failures: Failure[] = [];
  await withSecretReader(options, remote, runtime, async (readSecret) => {
    for (const [name, connection] of remote) {
      try {
        const offered = await runtime.listOperations(name, connection, { directory, readSecret });
        rows.push(...rowsOf(name, offered.operations, pins, named));
        leftOut.push(...offered.leftOut.map((each) => ({ connection: name, ...each })));
      } catch (error) {
        failures.push({
          connection: name,
          why: error instanceof PurserError ? error.detail : "It gave no answer that can be read.",
        });
      }
    }
  });
  return { rows, leftOut, failures };
}

/** The database is only asked where a connection names a secret. */
function withSecretReader(
  options: CommonOptions,
  connections: readonly (readonly [string, ReadyConnection])[],
  runtime: Runtime,
  use: (readSecret: SecretReader) => Promise<void>,
): Promise<void> {
  const settings = connections.flatMap(([, connection]) => {
    if (connection.kind !== "mcp") return Object.values(connection.headers);
    const { way } = connection;
    if (way.kind === "stdio") return Object.values(way.environment);
    return [...Object.values(way.headers), ...(way.oauth === null ? [] : [way.oauth.clientSecret])];
  });
  if (settings.every((setting) => typeof setting === "string"))
    return use(async (name) => Promise.reject(new PurserError("PUR-3030", `${name} was not set.`)));
  return withSecrets(options, runtime, ({ read }) => use(read));
}

function rowsOf(
  connection: string,
  offered: readonly RemoteOperation[],
  pins: Pins,
  named: ReadonlyMap<string, readonly string[]>,
): readonly ToolRow[] {
  const accepted = pins.get(connection) ?? new Map<string, { pin: string }>();
  const overlaysOf = (name: string): readonly string[] => named.get(`${connection}/${name}`) ?? [];
  const standingOf = (operation: RemoteOperation): Standing => {
    const pin = accepted.get(operation.name)?.pin;
    if (pin === undefined) return "new";
    return pin === pinOf(connection, operation) ? "accepted" : "changed";
  };
  const gone = [...accepted.keys()].filter((name) => offered.every((operation) => operation.name !== name));
  return [
    ...offered.map((operation) => ({
      connection,
      name: operation.name,
      standing: standingOf(operation),
      overlays: overlaysOf(operation.name),
      operation,
    })),
    ...gone.map((name): ToolRow => ({
      connection,
      name,
      standing: "gone",
      overlays: overlaysOf(name),
      operation: null,
    })),
  ];
}

/** How many of each connection are left out, and each with the reason. */
function printLeftOut(leftOut: readonly LeftOut[], terminal: Terminal): void {
  for (const connection of new Set(leftOut.map((each) => each.connection))) {
    const those = leftOut.filter((each) => each.connection === connection);
    terminal.print(`Of ${connection} ${those.length} ${those.length === 1 ? "is" : "are"} left out:`);
    for (const { name, why } of those) terminal.print(`  ${name}: ${why}`);
  }
}

function printRows(rows: readonly ToolRow[], failures: readonly Failure[], terminal: Terminal): void {
  for (const { connection, why } of failures) terminal.note(`${connection}: ${why}`);
  if (rows.length === 0) return terminal.print("No MCP server and no OpenAPI document offers a tool.");
  const table = rows.map(({ connection, name, standing, overlays }) => [
    `${connection}/${name}`,
    standing,
    overlays.length === 0 ? "no overlay names it" : `used by ${overlays.join(", ")}`,
  ]);
  for (const line of textTable([["tool", "standing", "overlays"], ...table])) terminal.print(line);
}
