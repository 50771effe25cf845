import { setTimeout as delay } from "node:timers/promises";
import { type CaseStatus, openedCaseSchema } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { addClientOptions, clientOptionsSchema } from "../api-client.ts";
import { CaseFollower, replyIn } from "../case-follower.ts";
import { type ReachedServer, withServer } from "../reach-server.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";

const optionsSchema = clientOptionsSchema.extend({
  customer: z.string(),
  channel: z.string(),
  idempotencyKey: z.string().optional(),
});
type RunOptions = z.infer<typeof optionsSchema>;

const lookEveryMs = 60;

/** Adds `purser run`. */
export function registerRun(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("run")
    .description("open a case with the goal of a procedure for a customer, and run it until it waits or is done")
    .argument("<procedure>", "its name")
    .requiredOption("--customer <email>", "for whom, by her e-mail address or her id in the systems of record")
    .option("--channel <channel>", "on which she is written to", "chat")
    .option("--idempotency-key <key>", "a repeat with the same key opens no second case");
  addClientOptions(command).action(async (procedure: string) => {
    const options = optionsSchema.parse(command.opts());
    await withServer(options, runtime, terminal, (server) => runProcedure(procedure, options, server, terminal));
  });
}

async function runProcedure(
  procedure: string,
  { customer, channel, idempotencyKey, json }: RunOptions,
  { client, isStopped }: ReachedServer,
  terminal: Terminal,
): Promise<void> {
  const headers = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
  const opened = await client.post("/v1/cases", { customer, channel, procedure }, openedCaseSchema, headers);
  const { caseId, isNew } = opened;
  const replies: string[] = [];
  const follower = new CaseFollower(caseId, client, (event) => replies.push(...[replyIn(event) ?? []].flat()));
  let status: CaseStatus = "working";
  for (let isQuiet = false; !isQuiet && !isStopped();) {
    ({ isQuiet, status } = await follower.look());
    if (!isQuiet) await delay(lookEveryMs);
  }
  if (json) return terminal.print(JSON.stringify({ caseId, isNew, status, replies }));
  terminal.print(`${caseId} is ${status}${isNew ? "" : "; it was opened before"}.`);
  for (const reply of replies) terminal.print(`  To the customer: ${reply}`);
}
