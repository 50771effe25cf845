import { undoAcceptedSchema, undoPreviewSchema } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { addClientOptions, clientOptionsSchema, openClient } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";

const optionsSchema = clientOptionsSchema.extend({ dryRun: z.boolean().default(false), reason: z.string() });

/** Adds `purser undo`. With `--dry-run` exit code 0 only when it would be possible. */
export function registerUndo(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("undo")
    .description("propose to take a done call back; the guard judges it like any other action")
    .argument("<call>", "the call's key")
    .option("--dry-run", "only tell what would happen")
    .option("--reason <text>", "why, for the log", "Asked for on the command line.");
  addClientOptions(command).action(async (key: string) => {
    const { dryRun, reason, ...options } = optionsSchema.parse(command.opts());
    const client = openClient(options, runtime);
    const path = `/v1/calls/${encodeURIComponent(key)}/undo`;
    if (!dryRun) {
      const accepted = await client.post(path, { reason }, undoAcceptedSchema);
      return terminal.print(
        options.json ? JSON.stringify(accepted) : `Proposed in ${accepted.caseId}; see purser why ${accepted.caseId}.`,
      );
    }
    const preview = await client.post(path, { reason, dryRun: true }, undoPreviewSchema);
    if (options.json) terminal.print(JSON.stringify(preview));
    else for (const line of linesOf(preview)) terminal.print(line);
    if (!preview.possible) throw new CommandFailed();
  });
}

function linesOf({ possible, describe, why, residue }: z.infer<typeof undoPreviewSchema>): string[] {
  return [
    possible ? "It can be taken back; nothing was done." : "It cannot be taken back.",
    ...(describe === null ? [] : [`  ${describe}`]),
    ...why.map((sentence) => `  ${sentence}`),
    ...(residue === null ? [] : [`  What would stay: ${residue}`]),
  ];
}
