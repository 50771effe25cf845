import { PurserError } from "@purser/contract";
import type { Command } from "commander";
import { type CommonOptions, addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { findProject } from "../find-project.ts";
import { readMasterKey } from "../key-files.ts";
import { readSecretValue } from "../read-secret.ts";
import { localTenant, type Runtime, type Secrets } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";
import { textTable } from "../text-table.ts";
import { withDatabase } from "../with-database.ts";

/** Adds `purser secrets`. No command prints a value: what was set can be used and replaced, and not read. */
export function registerSecrets(program: Command, runtime: Runtime, terminal: Terminal): void {
  const secrets = program.command("secrets").description("keep what connections prove themselves with, sealed");
  const add = (name: string, description: string): Command =>
    addCommonOptions(secrets.command(name).description(description));

  const set = add("set", "keep a value, read from standard input and not shown").argument("<name>");
  set.action(async (name: string) => {
    const options = commonOptionsSchema.parse(set.opts());
    const value = await readSecretValue(process.stdin, terminal);
    await withSecrets(options, runtime, (kept) => kept.set(name, value));
    terminal.print(
      options.json ? JSON.stringify({ set: name }) : `${name} is set. It counts within seconds, without a restart.`,
    );
  });

  const list = add("list", "the names of what is kept, never a value");
  list.action(async () => {
    const options = commonOptionsSchema.parse(list.opts());
    const entries = await withSecrets(options, runtime, (kept) => kept.list());
    if (options.json) return terminal.print(JSON.stringify({ secrets: entries }));
    if (entries.length === 0) return terminal.print("No secret is kept. Set one with purser secrets set NAME.");
    for (const line of textTable([
      ["name", "set", "sealed with"],
      ...entries.map(({ name, setAt, keyId }) => [name, setAt, keyId]),
    ]))
      terminal.print(line);
  });

  const remove = add("rm", "forget a secret").argument("<name>");
  remove.action(async (name: string) => {
    const options = commonOptionsSchema.parse(remove.opts());
    const wasThere = await withSecrets(options, runtime, (kept) => kept.remove(name));
    if (!wasThere) throw new PurserError("PUR-3030", `${name} was not set.`);
    terminal.print(
      options.json ? JSON.stringify({ removed: name }) : `${name} is gone. Older backups still hold it, sealed.`,
    );
  });

  const rotate = add("rotate", "seal every secret anew, each under a new key of its own");
  rotate.action(async () => {
    const options = commonOptionsSchema.parse(rotate.opts());
    const rotated = await withSecrets(options, runtime, (kept) => kept.rotate());
    terminal.print(
      options.json ? JSON.stringify({ rotated }) : `${rotated} secrets are sealed anew. Their values are the same.`,
    );
  });
}

/** The secrets of the deployment, which may be running, or not have been started yet. */
export function withSecrets<Result>(
  options: CommonOptions,
  runtime: Runtime,
  use: (secrets: Secrets) => Promise<Result>,
): Promise<Result> {
  const { data } = findProject(options, process.cwd());
  const masterKey = runtime.environment.masterKey ?? readMasterKey(data);
  return withDatabase(
    options,
    runtime,
    async (databaseUrl) => {
      const secrets = await runtime.openSecrets({ databaseUrl, masterKey, tenant: localTenant });
      try {
        return await use(secrets);
      } finally {
        await secrets.close();
      }
    },
    { mayBeShared: true },
  );
}
