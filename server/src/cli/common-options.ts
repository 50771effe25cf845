import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";

/** What every command takes. */
export function addCommonOptions(command: Command): Command {
  return command
    .option(
      "--blueprint <dir>",
      "the blueprint's folder; else the nearest upward, else purser.blueprint in package.json",
    )
    .option("--data <dir>", "the data directory; else .purser at the project's root")
    .option("--json", "print the result as JSON")
    .option("--verbose", "log more, and show the stack of an error");
}

/** What every command that starts a server takes. */
export function addListenOptions(command: Command): Command {
  return command
    .option("--port <number>", "where to listen; 0 for any free port", readPort, defaultPort)
    .option("--host <address>", "the address to listen on", "127.0.0.1");
}

/** What a worker takes, which serves no API. */
export function addStatusOptions(command: Command): Command {
  return command
    .option("--status-port <number>", "where /healthz, /readyz and /metrics are served; nowhere without it", readPort)
    .option("--host <address>", "the address to listen on", "127.0.0.1");
}

export const commonOptionsSchema = z.object({
  blueprint: z.string().optional(),
  data: z.string().optional(),
  json: z.boolean().default(false),
  verbose: z.boolean().default(false),
});
export type CommonOptions = z.infer<typeof commonOptionsSchema>;

export const listenOptionsSchema = commonOptionsSchema.extend({ port: z.int(), host: z.string() });

export const statusOptionsSchema = commonOptionsSchema.extend({ statusPort: z.int().optional(), host: z.string() });

const defaultPort = 4600;
const largestPort = 65_535;

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > largestPort)
    throw new InvalidArgumentError(`A port is a number up to ${largestPort}.`);
  return port;
}
