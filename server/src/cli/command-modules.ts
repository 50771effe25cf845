import type { Command } from "commander";
import type { Runtime } from "./runtime.ts";
import type { Terminal } from "./terminal.ts";

/** Adds its commands to the program. */
type Register = (program: Command, runtime: Runtime, terminal: Terminal) => void;

type CommandModule = {
  names: readonly string[];
  /** It is over soon, so that its process is better without much compiling. */
  isBrief?: true;
  load: () => Promise<readonly Register[]>;
};

/**
 * The commands by the modules that add them, in the order of the help. A module is loaded when one of its commands is asked for:
 * most need nothing of what the others load, which is most of the time that a short command takes.
 */
export const commandModules: readonly CommandModule[] = [
  { names: ["init"], isBrief: true, load: async () => [(await import("./commands/init.ts")).registerInit] },
  { names: ["dev"], load: async () => [(await import("./commands/dev.ts")).registerDev] },
  { names: ["serve", "worker"], load: async () => [(await import("./commands/serve.ts")).registerServe] },
  { names: ["migrate"], load: async () => [(await import("./commands/migrate.ts")).registerMigrate] },
  { names: ["backup", "restore"], load: async () => [(await import("./commands/backup.ts")).registerBackup] },
  {
    names: ["erase", "export"],
    load: async () => {
      const { registerErase, registerExport } = await import("./commands/erase.ts");
      return [registerErase, registerExport];
    },
  },
  { names: ["hold"], isBrief: true, load: async () => [(await import("./commands/hold.ts")).registerHold] },
  { names: ["check"], isBrief: true, load: async () => [(await import("./commands/check.ts")).registerCheck] },
  { names: ["tools"], isBrief: true, load: async () => [(await import("./commands/tools.ts")).registerTools] },
  { names: ["secrets"], isBrief: true, load: async () => [(await import("./commands/secrets.ts")).registerSecrets] },
  { names: ["publish"], isBrief: true, load: async () => [(await import("./commands/publish.ts")).registerPublish] },
  { names: ["pull"], isBrief: true, load: async () => [(await import("./commands/pull.ts")).registerPull] },
  { names: ["chat"], load: async () => [(await import("./commands/chat.ts")).registerChat] },
  { names: ["run"], load: async () => [(await import("./commands/run.ts")).registerRun] },
  { names: ["cases"], isBrief: true, load: async () => [(await import("./commands/cases.ts")).registerCases] },
  { names: ["queue"], isBrief: true, load: async () => [(await import("./commands/queue.ts")).registerQueue] },
  {
    names: ["pauses", "answer"],
    isBrief: true,
    load: async () => [(await import("./commands/pauses.ts")).registerPauses],
  },
  { names: ["understand"], load: async () => [(await import("./commands/understand.ts")).registerUnderstand] },
  { names: ["undo"], isBrief: true, load: async () => [(await import("./commands/undo.ts")).registerUndo] },
  { names: ["why"], isBrief: true, load: async () => [(await import("./commands/why.ts")).registerWhy] },
  { names: ["audit"], load: async () => [(await import("./commands/audit.ts")).registerAudit] },
  {
    names: ["conformance"],
    load: async () => [(await import("./conformance/register-conformance.ts")).registerConformance],
  },
  { names: ["mcp"], load: async () => [(await import("./commands/mcp.ts")).registerMcp] },
  { names: ["eval"], load: async () => [(await import("./eval/register-eval.ts")).registerEval] },
  { names: ["demo"], load: async () => [(await import("./demo/register-demo.ts")).registerDemo] },
];

/** Whether these arguments ask for a command that is over soon. */
export function isBrief([asked = ""]: readonly string[]): boolean {
  return commandModules.some((module) => module.isBrief === true && module.names.includes(asked));
}
