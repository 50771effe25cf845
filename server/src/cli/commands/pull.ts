import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { hashSchema, PurserError } from "@purser/contract";
import type { Command } from "commander";
import { writeFiles } from "../../blueprint/versions/pinned-blueprints.ts";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { loadedOr } from "../connect-systems.ts";
import { findProject } from "../find-project.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";
import { withDesk } from "../with-desk.ts";
import { refuseUnlessEmpty } from "./init.ts";

const optionsSchema = commonOptionsSchema.extend({ hash: hashSchema.optional() });

/** Adds `purser pull`: the way back from a version that was made at the desk to a folder. */
export function registerPull(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("pull")
    .description("write the files of the version in force into an empty folder")
    .argument("<dir>", "the folder; made when it is missing")
    .option("--hash <hash>", "another version than the one in force");
  addCommonOptions(command).action(async (given: string) => {
    const options = optionsSchema.parse(command.opts());
    const directory = resolve(given);
    refuseUnlessEmpty(directory);
    const blueprint = loadedOr(await runtime.loadBlueprint(findProject(options, process.cwd()).blueprint));
    await withDesk(blueprint, options, runtime, async ({ store, tenant }) => {
      const hash = options.hash ?? (await store.publishedBlueprint(tenant));
      const files = hash === null ? null : await store.readBlueprint(tenant, hash);
      if (files === null) throw new PurserError("PUR-2002", hash ?? "No version was ever put in force.");
      mkdirSync(directory, { recursive: true });
      await writeFiles(files, directory);
      const report = { hash, directory, files: files.length };
      terminal.print(
        options.json ? JSON.stringify(report) : `${files.length} files of the version ${hash} are in ${directory}.`,
      );
    });
  });
}
