import { erasureReportSchema } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { addClientOptions, clientOptionsSchema, openClient } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";

const optionsSchema = clientOptionsSchema.extend({
  reason: z.string(),
  confirm: z.string().default(""),
  dryRun: z.boolean().default(false),
});

/** Adds `purser erase`. Exit code 0 when she is, or with `--dry-run` could be, erased. */
export function registerErase(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("erase")
    .description("erase a customer for good: her key, what her cases say, and all that leads to her")
    .argument("<customer>", "her reference in the systems of record, or her id here")
    .requiredOption("--reason <text>", "the law or contract that asks for it; it stays in the log")
    .option("--confirm <customer>", "the customer once more: nothing brings back what is erased")
    .option("--dry-run", "only tell what would be erased, and what stands in the way");
  addClientOptions(command).action(async (customer: string) => {
    const { reason, confirm, dryRun, ...options } = optionsSchema.parse(command.opts());
    const client = openClient(options, runtime);
    const path = `/v1/customers/${encodeURIComponent(customer)}/erase`;
    const report = await client.post(path, { legalBasis: reason, confirm, dryRun }, erasureReportSchema);
    const { caseIds, obstacles, isErased } = report;
    if (options.json) terminal.print(JSON.stringify(report));
    else if (isErased) {
      terminal.print(`${customer} is erased, with what her ${caseIds.length} cases said. Their logs still verify.`);
      terminal.print(
        "Copies elsewhere are not: delete backups that are older, and erase her in your systems of record.",
      );
    } else {
      terminal.print(`${caseIds.length} cases would be erased; nothing was done.`);
      for (const { caseId, why } of obstacles) terminal.print(`  ${caseId} stands in the way: ${why}`);
    }
    if (obstacles.length > 0) throw new CommandFailed();
  });
}
