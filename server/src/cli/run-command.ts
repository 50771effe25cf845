import { Command, CommanderError } from "commander";
import { commandModules } from "./command-modules.ts";
import { printError } from "./print-error.ts";
import type { Runtime } from "./runtime.ts";
import { askToStop } from "./stop-signal.ts";
import { CommandFailed, type Terminal, processTerminal } from "./terminal.ts";
import { version } from "./version.ts";

const succeeded = 0;
const failed = 1;
const misused = 2;

/** Runs one command of `purser`: 0 when it did what was asked, 1 when not, 2 when it was not understood. */
export async function runCommand(
  args: readonly string[],
  runtime: Runtime,
  terminal: Terminal = processTerminal,
): Promise<number> {
  for (const output of [process.stdout, process.stderr])
    if (!output.listeners("error").includes(onClosedPipe)) output.on("error", onClosedPipe);
  try {
    await (await programFor(args, runtime, terminal)).parseAsync([...args], { from: "user" });
    return Number(process.exitCode ?? succeeded);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? succeeded : misused;
    if (!(error instanceof CommandFailed))
      printError(error, terminal, { isJson: args.includes("--json"), isVerbose: args.includes("--verbose") });
    return failed;
  }
}

/** The program with the one command that is asked for; with all of them for whoever asks what there is. */
async function programFor([asked = ""]: readonly string[], runtime: Runtime, terminal: Terminal): Promise<Command> {
  const program = new Command("purser")
    .description("Agents that resolve customers' problems, within limits that you set")
    .version(version)
    // An option of both, such as --data, belongs to the command that it is written behind: `purser cases show CASE --data DIR`.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    })
    .showHelpAfterError("(add --help for what there is)");
  const named = commandModules.filter(({ names }) => names.includes(asked));
  for (const { load } of named.length > 0 ? named : commandModules)
    for (const register of await load()) register(program, runtime, terminal);
  return program;
}

/** A reader such as `head` may have seen enough: what was started ends as by Ctrl-C. */
function onClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  if (!askToStop()) process.exit(succeeded);
}
