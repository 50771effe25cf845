import type { Command } from "commander";
import { announcement, readyLine } from "../announce.ts";
import {
  type CommonOptions,
  addCommonOptions,
  addListenOptions,
  addStatusOptions,
  listenOptionsSchema,
  statusOptionsSchema,
} from "../common-options.ts";
import { findProject } from "../find-project.ts";
import { openOperatorLog } from "../operator-log.ts";
import type { Runtime } from "../runtime.ts";
import type { ServiceOptions } from "../service.ts";
import type { Terminal } from "../terminal.ts";

/** Adds `purser serve` and `purser worker`: on DATABASE_URL, or on the embedded Postgres. */
export function registerServe(program: Command, runtime: Runtime, terminal: Terminal): void {
  const serve = program.command("serve").description("start the API server with a worker");
  addListenOptions(addCommonOptions(serve)).action(async () => {
    const options = listenOptionsSchema.parse(serve.opts());
    await run(options, "api", { host: options.host, port: options.port }, runtime, terminal);
  });
  const worker = program.command("worker").description("start a worker alone; any number of them share one database");
  addStatusOptions(addCommonOptions(worker)).action(async () => {
    const { statusPort, host, ...options } = statusOptionsSchema.parse(worker.opts());
    const listensAt = statusPort === undefined ? null : { host, port: statusPort };
    await run(options, "status", listensAt, runtime, terminal);
  });
}

async function run(
  options: CommonOptions,
  serves: ServiceOptions["serves"],
  listensAt: ServiceOptions["listensAt"],
  runtime: Runtime,
  terminal: Terminal,
): Promise<void> {
  const { verbose, json } = options;
  const service: ServiceOptions = {
    project: findProject(options, process.cwd()),
    runtime,
    listensAt,
    serves,
    withExampleSystems: false,
    log: openOperatorLog(verbose, runtime.environment.logLevel),
    postgresLog: (line) => (verbose ? terminal.note(`postgres: ${line}`) : undefined),
  };
  const { runService } = await import("../run-service.ts");
  await runService(service, (started) => {
    if (json) return terminal.print(readyLine(started));
    for (const line of announcement(started, service)) terminal.print(line);
  });
}
