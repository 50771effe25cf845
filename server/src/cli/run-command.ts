import { Command, CommanderError } from "commander";
import { registerAudit } from "./commands/audit.ts";
import { registerBackup } from "./commands/backup.ts";
import { registerCases } from "./commands/cases.ts";
import { registerChat } from "./commands/chat.ts";
import { registerCheck } from "./commands/check.ts";
import { registerDev } from "./commands/dev.ts";
import { registerErase, registerExport } from "./commands/erase.ts";
import { registerHold } from "./commands/hold.ts";
import { registerInit } from "./commands/init.ts";
import { registerMcp } from "./commands/mcp.ts";
import { registerMigrate } from "./commands/migrate.ts";
import { registerPauses } from "./commands/pauses.ts";
import { registerPublish } from "./commands/publish.ts";
import { registerPull } from "./commands/pull.ts";
import { registerQueue } from "./commands/queue.ts";
import { registerRun } from "./commands/run.ts";
import { registerSecrets } from "./commands/secrets.ts";
import { registerServe } from "./commands/serve.ts";
import { registerTools } from "./commands/tools.ts";
import { registerUnderstand } from "./commands/understand.ts";
import { registerUndo } from "./commands/undo.ts";
import { registerWhy } from "./commands/why.ts";
import { registerConformance } from "./conformance/register-conformance.ts";
import { registerEval } from "./eval/register-eval.ts";
import { registerDemo } from "./demo/register-demo.ts";
import { printError } from "./print-error.ts";
import type { Runtime } from "./runtime.ts";
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
  if (!process.stdout.listeners("error").includes(onClosedPipe)) process.stdout.on("error", onClosedPipe);
  try {
    await programOf(runtime, terminal).parseAsync([...args], { from: "user" });
    return Number(process.exitCode ?? succeeded);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? succeeded : misused;
    if (!(error instanceof CommandFailed))
      printError(error, terminal, { isJson: args.includes("--json"), isVerbose: args.includes("--verbose") });
    return failed;
  }
}

function programOf(runtime: Runtime, terminal: Terminal): Command {
  const program = new Command("purser")
    .description("Agents that resolve customers' problems, within limits that you set")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    })
    .showHelpAfterError("(add --help for what there is)");
  for (const register of [
    registerInit,
    registerDev,
    registerServe,
    registerMigrate,
    registerBackup,
    registerErase,
    registerExport,
    registerHold,
    registerCheck,
    registerTools,
    registerSecrets,
    registerPublish,
    registerPull,
    registerChat,
    registerRun,
    registerCases,
    registerQueue,
    registerPauses,
    registerUnderstand,
    registerUndo,
    registerWhy,
    registerAudit,
    registerConformance,
    registerMcp,
    registerEval,
  ]) {
    register(program, runtime, terminal);
  }
  registerDemo(program, runtime);
  return program;
}

/** A reader such as `head` may have seen enough. */
function onClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(succeeded);
}
