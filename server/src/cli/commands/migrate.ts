import type { Command } from "commander";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";
import { withDatabase } from "../with-database.ts";

/** Adds `purser migrate`: for deployments that let nobody else change the schema. */
export function registerMigrate(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program.command("migrate").description("bring the database's schema up to date, and end");
  addCommonOptions(command).action(async () => {
    const options = commonOptionsSchema.parse(command.opts());
    await withDatabase(options, runtime, runtime.migrate);
    terminal.print(options.json ? JSON.stringify({ migrated: true }) : "The schema is up to date.");
  });
}
