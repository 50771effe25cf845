import type { Command } from "commander";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { masterKeyOf } from "../master-key.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";
import { version } from "../version.ts";
import { withDatabase } from "../with-database.ts";

/** Adds `purser backup` and `purser restore`. The master key is in no backup: it has to be kept apart. */
export function registerBackup(program: Command, runtime: Runtime, terminal: Terminal): void {
  const backup = program
    .command("backup")
    .description("write all that has to be kept into one file, while everything goes on")
    .argument("<file>", "a file that does not exist yet");
  addCommonOptions(backup).action(async (path: string) => {
    const options = commonOptionsSchema.parse(backup.opts());
    const key = masterKeyOf(options, runtime);
    const report = await withDatabase(
      options,
      runtime,
      (databaseUrl) => runtime.writeBackup({ databaseUrl, path, masterKey: key.bytes, version }),
      { mayBeShared: true },
    );
    if (options.json) return terminal.print(JSON.stringify({ ...report, key: key.place }));
    terminal.print(`${counted(report)} are in ${path}, ${report.bytes} bytes.`);
    terminal.print(
      `The master key is not in it. Keep ${key.place} in another place: without it nobody can read the file.`,
    );
  });
  const restore = program
    .command("restore")
    .description("fill an empty database from a backup, whole or not at all")
    .argument("<file>", "what purser backup has written");
  addCommonOptions(restore).action(async (path: string) => {
    const options = commonOptionsSchema.parse(restore.opts());
    const { bytes: masterKey } = masterKeyOf(options, runtime);
    const report = await withDatabase(options, runtime, (databaseUrl) =>
      runtime.restoreBackup({ databaseUrl, path, masterKey }),
    );
    if (options.json) return terminal.print(JSON.stringify(report));
    terminal.print(`${counted(report)} are back, as they were at ${report.madeAt}.`);
    terminal.print("What happened after that is not known here; see docs/guide/run-in-production.md before you start.");
  });
}

function counted({ cases, events, rows }: { cases: number; events: number; rows: number }): string {
  return `${cases} cases with ${events} events (${rows} rows)`;
}
