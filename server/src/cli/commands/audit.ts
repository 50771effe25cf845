import { auditReportSchema } from "@purser/contract";
import type { Command } from "commander";
import { addClientOptions, clientOptionsSchema, openClient } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";

/** Adds `purser audit verify`. Exit code 0 only when every link holds. */
export function registerAudit(program: Command, runtime: Runtime, terminal: Terminal): void {
  const audit = program.command("audit").description("check that no log was changed");
  const verify = audit
    .command("verify")
    .description("verify the hash chains of all logs, or of one case, and name the first link that does not hold")
    .argument("[case]", "its id");
  addClientOptions(verify).action(async (caseId: string | undefined) => {
    const options = clientOptionsSchema.parse(verify.opts());
    const query = caseId === undefined ? "" : `?case=${encodeURIComponent(caseId)}`;
    const report = await openClient(options, runtime).get(`/v1/audit/verify${query}`, auditReportSchema);
    const { cases, events, problem } = report;
    if (options.json) terminal.print(JSON.stringify(report));
    else if (problem === null) terminal.print(`${cases} cases with ${events} events: every link holds.`);
    else terminal.print(`${problem.caseId}, event ${problem.seq}: ${problem.what}`);
    if (problem !== null) throw new CommandFailed();
  });
}
