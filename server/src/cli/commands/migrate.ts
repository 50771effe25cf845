import { join } from "node:path";
import type { Command } from "commander";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { findProject } from "../find-project.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";

/** Adds `purser migrate`: for deployments that let nobody else change the schema. */
export function registerMigrate(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program.command("migrate").description("bring the database's schema up to date, and end");
  addCommonOptions(command).action(async () => {
    const options = commonOptionsSchema.parse(command.opts());
    await withDatabase(options, runtime, runtime.migrate);
    terminal.print(options.json ? JSON.stringify({ migrated: true }) : "The schema is up to date.");
  });
}

async function withDatabase(
  options: { blueprint?: string | undefined; data?: string | undefined },
  runtime: Runtime,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const { databaseUrl } = runtime.environment;
  if (databaseUrl !== null) return use(databaseUrl);
  const { data } = findProject(options, process.cwd());
  const postgres = await runtime.startPostgres(join(data, "postgres"), () => undefined);
  try {
    await use(postgres.url);
  } finally {
    await postgres.stop();
  }
}
