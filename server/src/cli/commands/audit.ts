import { open } from "node:fs/promises";
import { auditReportSchema, PurserError } from "@purser/contract";
import { verifyAuditFile } from "@purser/kit/audit";
import type { Command } from "commander";
import { z } from "zod";
import { addClientOptions, clientOptionsSchema, openClient } from "../api-client.ts";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { masterKeyOf } from "../master-key.ts";
import { localTenant, type Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";
import { version } from "../version.ts";
import { withDatabase } from "../with-database.ts";

/** Adds `purser audit verify`, `checkpoint` and `export`. Exit code 0 of a verification only when every link holds. */
export function registerAudit(program: Command, runtime: Runtime, terminal: Terminal): void {
  const audit = program.command("audit").description("show that no log was changed");
  registerVerify(audit, runtime, terminal);
  registerCheckpoint(audit, runtime, terminal);
  registerExport(audit, runtime, terminal);
}

const verifyOptionsSchema = clientOptionsSchema.extend({
  against: z.string().optional(),
  publicKey: z.string().optional(),
});

function registerVerify(audit: Command, runtime: Runtime, terminal: Terminal): void {
  const verify = audit
    .command("verify")
    .description("verify the logs of a running server, or an exported file alone, and name the first link that breaks")
    .argument("[what]", "a case's id, or a file that purser audit export has written")
    .option("--against <file>", "an earlier file: what it knows must be in this one")
    .option("--public-key <key>", "the key that was kept; else the one in the file is taken as true");
  addClientOptions(verify).action(async (what: string | undefined) => {
    const options = verifyOptionsSchema.parse(verify.opts());
    if (what !== undefined && !what.startsWith("case_")) return verifyFile(what, options, terminal);
    const query = what === undefined ? "" : `?case=${encodeURIComponent(what)}`;
    const report = await openClient(options, runtime).get(`/v1/audit/verify${query}`, auditReportSchema);
    const { cases, events, problem } = report;
    if (options.json) terminal.print(JSON.stringify(report));
    else if (problem === null) terminal.print(`${cases} cases with ${events} events: every link holds.`);
    else terminal.print(`${problem.caseId}, event ${problem.seq}: ${problem.what}`);
    if (problem !== null) throw new CommandFailed();
  });
}

async function verifyFile(
  path: string,
  { against, publicKey, json }: z.infer<typeof verifyOptionsSchema>,
  terminal: Terminal,
): Promise<void> {
  const report = await verifyAuditFile(linesOf(path), {
    publicKey: publicKey ?? null,
    earlier: against === undefined ? null : linesOf(against),
  });
  const { cases, events, checkpoints, problem } = report;
  if (json) terminal.print(JSON.stringify(report));
  else if (problem === null) {
    terminal.print(`${cases} cases with ${events} events and ${checkpoints} checkpoints: every link holds.`);
    if (publicKey === undefined) terminal.print(`They are signed by ${report.publicKey ?? "nobody"}; compare it.`);
  } else terminal.print(`${problem.where}: ${problem.what}${problem.line === 0 ? "" : ` (line ${problem.line})`}`);
  if (problem !== null) throw new CommandFailed();
}

/** The lines of a file, one at a time. */
async function* linesOf(path: string): AsyncGenerator<string, void> {
  const file = await open(path).catch((error: unknown) => {
    throw new PurserError("PUR-2181", error instanceof Error ? error.message : path, { cause: error });
  });
  try {
    yield* file.readLines();
  } finally {
    await file.close();
  }
}

function registerCheckpoint(audit: Command, runtime: Runtime, terminal: Terminal): void {
  const checkpoint = audit
    .command("checkpoint")
    .description("sign the heads of all logs now; the server does so once a day by itself");
  addCommonOptions(checkpoint).action(async () => {
    const options = commonOptionsSchema.parse(checkpoint.opts());
    const { bytes: masterKey } = masterKeyOf(options, runtime);
    const made = await withDatabase(
      options,
      runtime,
      (databaseUrl) => runtime.makeCheckpoint({ databaseUrl, masterKey, tenant: localTenant, notWithinMs: 0 }),
      { mayBeShared: true },
    );
    if (made === null) throw new CommandFailed();
    const { number, heads, hash } = made.checkpoint;
    if (options.json) return terminal.print(JSON.stringify(made));
    terminal.print(`Checkpoint ${number} over ${heads} logs that have grown: ${hash}`);
    terminal.print(`The key that signed it is ${made.publicKey}. Keep both apart from this machine.`);
  });
}

function registerExport(audit: Command, runtime: Runtime, terminal: Terminal): void {
  const command = audit
    .command("export")
    .description("write all logs without their bodies, and all checkpoints, into a file that can be verified alone")
    .argument("<file>", "a file that does not exist yet");
  addCommonOptions(command).action(async (path: string) => {
    const options = commonOptionsSchema.parse(command.opts());
    const { bytes: masterKey } = masterKeyOf(options, runtime);
    const report = await withDatabase(
      options,
      runtime,
      (databaseUrl) => runtime.exportAudit({ databaseUrl, masterKey, tenant: localTenant, path, version }),
      { mayBeShared: true },
    );
    if (options.json) return terminal.print(JSON.stringify(report));
    const { cases, events, checkpoints, publicKey } = report;
    terminal.print(`${cases} cases with ${events} events and ${checkpoints} checkpoints are in ${path}.`);
    terminal.print(`They are signed by ${publicKey}.`);
  });
}
