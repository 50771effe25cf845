import type { Command } from "commander";
import { announcement, readyLine } from "../announce.ts";
import { addCommonOptions, addListenOptions, listenOptionsSchema } from "../common-options.ts";
import { findProject } from "../find-project.ts";
import { openOperatorLog } from "../operator-log.ts";
import type { Runtime } from "../runtime.ts";
import type { ServiceOptions } from "../service.ts";
import type { Terminal } from "../terminal.ts";

/** Adds `purser dev`: everything in one process, to try it out and to work on a blueprint. */
export function registerDev(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("dev")
    .description("start everything: database, the example's systems, API server and worker");
  addListenOptions(addCommonOptions(command)).action(async () => {
    const options = listenOptionsSchema.parse(command.opts());
    const isVerbose = options.verbose;
    const service: ServiceOptions = {
      project: findProject(options, process.cwd()),
      runtime,
      listensAt: options,
      serves: "api",
      withExampleSystems: true,
      log: openOperatorLog(isVerbose, runtime.environment.logLevel),
      postgresLog: (line) => (isVerbose ? terminal.note(`postgres: ${line}`) : undefined),
    };
    const { runService } = await import("../run-service.ts");
    await runService(service, (started) => {
      if (options.json) return terminal.print(readyLine(started));
      for (const line of announcement(started, service)) terminal.print(line);
      terminal.print("Press Ctrl-C to stop.");
    });
  });
}
