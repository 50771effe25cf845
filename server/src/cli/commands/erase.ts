import { open, rm } from "node:fs/promises";
import {
  customerExportSchema,
  type CustomerRecord,
  customerRecordSchema,
  type CustomerRequestKind,
  erasureReportSchema,
  PurserError,
} from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { addClientOptions, type ApiClient, clientOptionsSchema, openClient } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";
import { customerPath, recordText } from "./hold.ts";

const eraseSchema = clientOptionsSchema.extend({
  reason: z.string().optional(),
  confirm: z.string().optional(),
  withdraw: z.string().optional(),
  dryRun: z.boolean().default(false),
});
const exportSchema = clientOptionsSchema.extend({
  reason: z.string().optional(),
  withdraw: z.string().optional(),
  to: z.string().optional(),
});

/** Adds `purser erase`. Exit code 0 when she is, or with `--dry-run` could be, erased, or when it was asked for. */
export function registerErase(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("erase")
    .description(
      "erase a customer for good: one person asks with --reason, an admin who is another does it with --confirm",
    )
    .argument("<customer>", "her reference in the systems of record, or her id here")
    .option("--reason <text>", "ask for it: the law or contract that says so; it is kept, so nothing personal")
    .option("--confirm <customer>", "do what was asked for; the customer once more, since nothing brings it back")
    .option("--withdraw <number>", "withdraw the request of this number, with --reason")
    .option("--dry-run", "only tell what would be erased, and what stands in the way");
  addClientOptions(command).action(async (customer: string) => {
    const { confirm, dryRun, reason, withdraw, ...options } = eraseSchema.parse(command.opts());
    const client = openClient(options, runtime);
    if (!dryRun && reason === undefined && confirm === undefined)
      throw new PurserError("PUR-2001", "Ask with --reason, do it with --confirm, or look with --dry-run.");
    const isAsked = !dryRun && reason !== undefined;
    const asked = isAsked ? await ask(client, { customer, what: "erase", reason, withdraw }) : null;
    if (asked !== null && (confirm === undefined || withdraw !== undefined))
      return terminal.print(
        options.json ? JSON.stringify(asked) : askedText(asked, `purser erase ${customer} --confirm ${customer}`),
      );
    const path = `${customerPath(customer)}/erase`;
    const report = await client.post(path, { confirm: confirm ?? "", dryRun }, erasureReportSchema);
    const { caseIds, obstacles, unreadable, isErased } = report;
    if (options.json) terminal.print(JSON.stringify(report));
    else if (isErased) {
      terminal.print(`${customer} is erased, with what her ${caseIds.length} cases said. Their logs still verify.`);
      terminal.print(
        "Copies elsewhere are not: delete backups that are older, and erase her in your systems of record.",
      );
    } else {
      terminal.print(`${caseIds.length} cases would be erased; nothing was done.`);
      for (const { caseId, why } of obstacles) terminal.print(`  ${caseId ?? customer} stands in the way: ${why}`);
    }
    if (!options.json)
      for (const { caseId, why } of unreadable)
        terminal.print(
          `  ${caseId} cannot be read, and goes with the others; whether a call of it is settled was not seen: ${why}`,
        );
    if (obstacles.length > 0) throw new CommandFailed();
  });
}

/** Adds `purser export`. */
export function registerExport(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("export")
    .description(
      "write what a customer's cases say to a file: one person asks with --reason, an admin who is another does it",
    )
    .argument("<customer>", "her reference in the systems of record, or her id here")
    .option("--reason <text>", "ask for it: the law or contract that says so; it is kept, so nothing personal")
    .option("--withdraw <number>", "withdraw the request of this number, with --reason")
    .option("--to <file>", "do what was asked for; the file must not exist yet");
  addClientOptions(command).action(async (customer: string) => {
    const { reason, to, withdraw, ...options } = exportSchema.parse(command.opts());
    const client = openClient(options, runtime);
    if (reason === undefined && to === undefined)
      throw new PurserError("PUR-2001", "Ask with --reason, or do it with --to and a file.");
    const asked = reason === undefined ? null : await ask(client, { customer, what: "export", reason, withdraw });
    if (asked !== null && (to === undefined || withdraw !== undefined))
      return terminal.print(
        options.json ? JSON.stringify(asked) : askedText(asked, `purser export ${customer} --to FILE`),
      );
    const path = `${customerPath(customer)}/export`;
    const { customerId, cases, unreadable } = await writeNew(to ?? "", () =>
      client.post(path, {}, customerExportSchema),
    );
    terminal.print(
      options.json
        ? JSON.stringify({ customerId, cases: cases.length, file: to, unreadable })
        : [
            `What ${cases.length} cases of ${customer} say is in ${to}. Keep it as you keep her data.`,
            ...unreadable.map(({ caseId, why }) => `${caseId} could not be read and is missing in it: ${why}`),
          ].join("\n"),
    );
  });
}

/** The file is taken before anything is asked for, since each request gives one export; without one nothing is left of it. */
async function writeNew<Value>(path: string, read: () => Promise<Value>): Promise<Value> {
  const file = await open(path, "wx", 0o600).catch((error: unknown) => {
    throw new PurserError("PUR-2001", error instanceof Error ? error.message : path, { cause: error });
  });
  try {
    const value = await read();
    await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
    return value;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

type Asking = { customer: string; what: CustomerRequestKind; reason: string; withdraw: string | undefined };

function ask(client: ApiClient, { customer, what, reason, withdraw }: Asking): Promise<CustomerRecord> {
  const requests = `${customerPath(customer)}/requests`;
  if (withdraw === undefined) return client.post(requests, { what, legalBasis: reason }, customerRecordSchema);
  const path = `${requests}/${encodeURIComponent(withdraw)}/withdraw`;
  return client.post(path, { reason }, customerRecordSchema);
}

function askedText(record: CustomerRecord, next: string): string {
  return record.entry.kind === "request.made"
    ? `${recordText(record)}\nAn admin who is somebody else does it: ${next}`
    : recordText(record);
}
