import { casePageSchema } from "@purser/contract";
import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { addClientOptions, clientOptionsSchema, openClient } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";
import { textTable } from "../text-table.ts";
import { registerCaseWork } from "./case-work.ts";

const optionsSchema = clientOptionsSchema.extend({
  status: z.string().optional(),
  limit: z.int(),
  cursor: z.string().optional(),
});
const largestPage = 200;

/** Adds `purser cases`. */
export function registerCases(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("cases")
    .description("list cases, the one that changed last first; or work on one")
    .option("--status <status>", "working, waiting, handed-off, resolved or closed")
    .option("--limit <number>", "how many at most", readLimit, 50)
    .option("--cursor <cursor>", "where the page before ended");
  registerCaseWork(command, runtime, terminal);
  addClientOptions(command).action(async () => {
    const { status, limit, cursor, ...options } = optionsSchema.parse(command.opts());
    const query = new URLSearchParams({
      limit: String(limit),
      ...(status === undefined ? {} : { status }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const page = await openClient(options, runtime).get(`/v1/cases?${query.toString()}`, casePageSchema);
    if (options.json) return terminal.print(JSON.stringify(page));
    const rows = page.cases.map(({ caseId, status: now, channel, updatedAt, customerId }) => [
      caseId,
      now,
      channel,
      updatedAt,
      customerId ?? "nobody known",
    ]);
    for (const line of textTable([["case", "status", "channel", "changed", "customer"], ...rows])) terminal.print(line);
    if (page.next !== null) terminal.print(`More with --cursor ${page.next}`);
  });
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > largestPage)
    throw new InvalidArgumentError(`A number from 1 to ${largestPage}.`);
  return limit;
}
