import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { PurserError } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";

/** The same place seen from the sources and from the build. */
const template = fileURLToPath(new URL("../../../template", import.meta.url));

const optionsSchema = z.object({ json: z.boolean().default(false) });

/** Adds `purser init`: a small blueprint that checks and runs, in a folder that has nothing in it. */
export function registerInit(program: Command, _runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("init")
    .description("make a small blueprint that runs, in an empty folder")
    .argument("[dir]", "the folder; made when it is missing", ".")
    .option("--json", "print the result as JSON")
    .option("--verbose", "show the stack of an error");
  command.action((given: string) => {
    const { json } = optionsSchema.parse(command.opts());
    const directory = resolve(given);
    refuseUnlessEmpty(directory);
    mkdirSync(directory, { recursive: true });
    cpSync(template, directory, { recursive: true, errorOnExist: true, force: false });
    // npm leaves out a file of this name when it packs, so the template has it under another one.
    renameSync(join(directory, "gitignore"), join(directory, ".gitignore"));
    if (json) return terminal.print(JSON.stringify({ blueprint: directory }));
    const option = given === "." ? "" : ` --blueprint ${given}`;
    terminal.print(`A blueprint is in ${directory}; its README.md says what is where.`);
    terminal.print(`Check it: purser check${option}`);
    terminal.print(`Run it:   purser dev${option}`);
  });
}

/** @throws PurserError PUR-1021 when something is there already. */
export function refuseUnlessEmpty(directory: string): void {
  if (!existsSync(directory)) return;
  if (!statSync(directory).isDirectory()) throw new PurserError("PUR-1021", `${directory} is a file.`);
  const names = readdirSync(directory).filter((name) => name !== ".git");
  if (names.length === 0) return;
  const shown = names.toSorted().slice(0, 5).join(", ");
  throw new PurserError("PUR-1021", `${directory} has ${shown}${names.length > 5 ? " and more" : ""}.`);
}
