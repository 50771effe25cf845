import type { Command } from "commander";
import type { Runtime } from "./runtime.ts";
import type { Terminal } from "./terminal.ts";

/** Adds its commands to the program. */
type Register = (program: Command, runtime: Runtime, terminal: Terminal) => void;

/**
 * The commands by the modules that add them, in the order of the help. A module is loaded when one of its commands is asked for:
 * most need nothing of what the others load, which is most of the time that a short command takes.
 */
export const commandModules: readonly { names: readonly string[]; load: () => Promise<readonly Register[]> }[] = [
  { names: ["init"], load: async () => [(await import("./commands/init.ts")).registerInit] },
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
  { names: ["hold"], load: async () => [(await import("./commands/hold.ts")).registerHold] },
  { names: ["check"], load: async () => [(await import("./commands/check.ts")).registerCheck] },
  { names: ["tools"], load: async () => [(await import("./commands/tools.ts")).registerTools] },
  { names: ["secrets"], load: async () => [(await import("./commands/secrets.ts")).registerSecrets] },
  { names: ["publish"], load: async () => [(await import("./commands/publish.ts")).registerPublish] },
  { names: ["pull"], load: async () => [(await import("./commands/pull.ts")).registerPull] },
  { names: ["chat"], load: async () => [(await import("./commands/chat.ts")).registerChat] },
  { names: ["run"], load: async () => [(await import("./commands/run.ts")).registerRun] },
  { names: ["cases"], load: async () => [(await import("./commands/cases.ts")).registerCases] },
  { names: ["queue"], load: async () => [(await import("./commands/queue.ts")).registerQueue] },
  { names: ["pauses", "answer"], load: async () => [(await import("./commands/pauses.ts")).registerPauses] },
  { names: ["understand"], load: async () => [(await import("./commands/understand.ts")).registerUnderstand] },
  { names: ["undo"], load: async () => [(await import("./commands/undo.ts")).registerUndo] },
  { names: ["why"], load: async () => [(await import("./commands/why.ts")).registerWhy] },
  { names: ["audit"], load: async () => [(await import("./commands/audit.ts")).registerAudit] },
  {
    names: ["conformance"],
    load: async () => [(await import("./conformance/register-conformance.ts")).registerConformance],
  },
  { names: ["mcp"], load: async () => [(await import("./commands/mcp.ts")).registerMcp] },
  { names: ["eval"], load: async () => [(await import("./eval/register-eval.ts")).registerEval] },
  { names: ["demo"], load: async () => [(await import("./demo/register-demo.ts")).registerDemo] },
];
