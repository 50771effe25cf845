import { type UndoPlan, undoAcceptedSchema, undoPlanSchema, undoPreviewSchema } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { type ApiClient, addClientOptions, clientOptionsSchema, openClient } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";

const optionsSchema = clientOptionsSchema.extend({
  all: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  reason: z.string(),
});
type Options = z.infer<typeof optionsSchema>;

/** Adds `purser undo`. Exit code 0 only when it is, or with `--dry-run` would be, possible. */
export function registerUndo(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("undo")
    .description("propose to take a done call back; the guard judges it like any other action")
    .argument("<call>", "the call's key; with --all the case's id")
    .option("--all", "take back all of a case that can be, the last first")
    .option("--dry-run", "only tell what would happen")
    .option("--reason <text>", "why, for the log", "Asked for on the command line.");
  addClientOptions(command).action(async (name: string) => {
    const options = optionsSchema.parse(command.opts());
    const client = openClient(options, runtime);
    await (options.all ? undoCase(name, options, client, terminal) : undoCall(name, options, client, terminal));
  });
}

async function undoCall(key: string, options: Options, client: ApiClient, terminal: Terminal): Promise<void> {
  const { dryRun, reason } = options;
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
}

function linesOf({ possible, describe, why, residue }: z.infer<typeof undoPreviewSchema>): string[] {
  return [
    possible ? "It can be taken back; nothing was done." : "It cannot be taken back.",
    ...(describe === null ? [] : [`  ${describe}`]),
    ...why.map((sentence) => `  ${sentence}`),
    ...(residue === null ? [] : [`  What would stay: ${residue}`]),
  ];
}

async function undoCase(caseId: string, options: Options, client: ApiClient, terminal: Terminal): Promise<void> {
  const { dryRun, reason } = options;
  const plan = await client.post(`/v1/cases/${encodeURIComponent(caseId)}/undo`, { reason, dryRun }, undoPlanSchema);
  if (options.json) terminal.print(JSON.stringify(plan));
  else for (const line of planLines(plan)) terminal.print(line);
  if (plan.takesBack.length === 0) throw new CommandFailed();
}

function planLines({ caseId, takesBack, stays, isProposed }: UndoPlan): string[] {
  const heading = isProposed
    ? `Proposed in ${caseId}, in this order; see purser why ${caseId}.`
    : "This can be taken back, in this order; nothing was done.";
  return [
    takesBack.length === 0 ? "Nothing of this case can be taken back." : heading,
    ...takesBack.flatMap(({ tool, key, describe, why, residue }, index) => [
      `  ${index + 1}. ${tool} (${key}): ${describe}`,
      ...why.map((sentence) => `       ${sentence}`),
      ...(residue === null ? [] : [`       What ${isProposed ? "stays" : "would stay"}: ${residue}`]),
    ]),
    ...(stays.length === 0 ? [] : ["This stays as it is:"]),
    ...stays.map(({ tool, key, obstacle, why }) => `  ${tool} (${key}), ${obstacle}: ${why.join(" ")}`),
  ];
}
