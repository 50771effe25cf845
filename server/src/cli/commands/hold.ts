import { customerFileSchema, type CustomerRecord, customerRecordSchema, unreachable } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { addClientOptions, clientOptionsSchema, openClient } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";

const setSchema = clientOptionsSchema.extend({ basis: z.string(), until: z.string().optional() });
const releaseSchema = clientOptionsSchema.extend({ reason: z.string() });

/** Adds `purser hold`: what forbids to erase a customer, and what else is on record of her. */
export function registerHold(program: Command, runtime: Runtime, terminal: Terminal): void {
  const hold = program.command("hold").description("legal holds on customers: nobody erases who is held");
  const who = ["<customer>", "her reference in the systems of record, or her id here"] as const;
  const set = hold
    .command("set")
    .description("forbid to erase a customer")
    .argument(...who)
    .requiredOption("--basis <text>", "the law, contract or matter that forbids it; nothing personal, it is kept")
    .option("--until <instant>", "when it ends by itself, such as 2027-01-01T00:00:00.000Z");
  addClientOptions(set).action(async (customer: string) => {
    const { basis, until, ...options } = setSchema.parse(set.opts());
    const body = { basis, ...(until === undefined ? {} : { until }) };
    const path = `${customerPath(customer)}/holds`;
    print(await openClient(options, runtime).post(path, body, customerRecordSchema), options.json, terminal);
  });
  const release = hold
    .command("release")
    .description("release a hold")
    .argument(...who)
    .argument("<number>", "the number of the hold, as purser hold list shows it")
    .requiredOption("--reason <text>", "why its basis has fallen away");
  addClientOptions(release).action(async (customer: string, number: string) => {
    const { reason, ...options } = releaseSchema.parse(release.opts());
    const path = `${customerPath(customer)}/holds/${encodeURIComponent(number)}/release`;
    print(await openClient(options, runtime).post(path, { reason }, customerRecordSchema), options.json, terminal);
  });
  const list = hold
    .command("list")
    .description("show what is on record of a customer: holds, and requests to erase or export her")
    .argument(...who);
  addClientOptions(list).action(async (customer: string) => {
    const options = clientOptionsSchema.parse(list.opts());
    const file = await openClient(options, runtime).get(customerPath(customer), customerFileSchema);
    if (options.json) return terminal.print(JSON.stringify(file));
    if (file.records.length === 0) terminal.print(`Nothing is on record of ${customer}.`);
    const standing = new Set([...file.holds, ...file.requests]);
    for (const record of file.records)
      terminal.print(`${recordText(record)}${standing.has(record.number) ? " — stands" : ""}`);
  });
}

export function customerPath(customer: string): string {
  return `/v1/customers/${encodeURIComponent(customer)}`;
}

function print(record: CustomerRecord, isJson: boolean, terminal: Terminal): void {
  terminal.print(isJson ? JSON.stringify(record) : recordText(record));
}

export function recordText({ number, at, by, entry }: CustomerRecord): string {
  const said = `${number}  ${at}  ${by}`;
  switch (entry.kind) {
    case "hold.set":
      return `${said}  holds her${entry.until === null ? "" : ` until ${entry.until}`}: ${entry.basis}`;
    case "hold.released":
      return `${said}  released hold ${entry.hold}: ${entry.reason}`;
    case "request.made":
      return `${said}  asks to ${entry.what} her: ${entry.legalBasis}`;
    case "request.withdrawn":
      return `${said}  withdrew request ${entry.request}: ${entry.reason}`;
    case "request.carried-out":
      return `${said}  carried out request ${entry.request}, to ${entry.what} her${entry.singleOperator ? ", as the single operator" : ""}`;
    default:
      return unreachable(entry);
  }
}
