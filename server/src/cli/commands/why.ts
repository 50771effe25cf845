import { type Why, whySchema } from "@purser/contract";
import { type Command, InvalidArgumentError } from "commander";
import { addClientOptions, clientOptionsSchema, openClient } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";
import { plural } from "../../trace/value-text.ts";

/** Adds `purser why`. */
export function registerWhy(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("why")
    .description("tell in plain sentences what happened in a case and why")
    .argument("<case>", "its id")
    .argument("[seq]", "the number of one event: that one and what led to it", readSeq);
  addClientOptions(command).action(async (caseId: string, seq: number | undefined) => {
    const options = clientOptionsSchema.parse(command.opts());
    const query = seq === undefined ? "" : `?seq=${seq}`;
    const why = await openClient(options, runtime).get(
      `/v1/cases/${encodeURIComponent(caseId)}/why${query}`,
      whySchema,
    );
    if (options.json) return terminal.print(JSON.stringify(why));
    terminal.print(`${why.caseId} is ${why.status}. ${costText(why.cost)}`);
    for (const { seq: place, at, sentences } of why.explanations) {
      terminal.print(`${String(place).padStart(4)}  ${at}`);
      for (const sentence of sentences) terminal.print(`      ${sentence}`);
    }
  });
}

/** What the case has cost: counted by the log, so that every process says the same. */
function costText({ thoughts, calls, tokens, costMicros, durationMs, currency }: Why["cost"]): string {
  const models =
    // A model whose answers all broke off was asked too, and names no tokens.
    tokens === 0 && costMicros === 0 && durationMs === 0
      ? "no model"
      : `${tokens} tokens in ${(durationMs / 1000).toFixed(1)} s`;
  const money = `${(costMicros / microsPerUnit).toFixed(4)} ${currency}`;
  return `It took ${plural(thoughts, "thought")}, ${plural(calls, "action")}, ${models}: ${money}.`;
}

const microsPerUnit = 1_000_000;

function readSeq(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError("The number of an event, from 1 on.");
  return Number(text);
}
