import { briefingSchema, changedCaseSchema, queuePageSchema } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { addClientOptions, clientOptionsSchema, openClient } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";
import { textTable } from "../text-table.ts";
import { casePath } from "./case-work.ts";

const optionsSchema = clientOptionsSchema.extend({
  queue: z.string().optional(),
  teammate: z.string().optional(),
  take: z.boolean().default(false),
});

/** Adds `purser queue`. */
export function registerQueue(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("queue")
    .description("list the cases that people have, or take the next one")
    .option("--queue <name>", "only this queue")
    .option("--teammate <id>", "only what this person has, or is to take")
    .option("--take", "take the next case that you may have, and read what it is about");
  addClientOptions(command).action(async () => {
    const { queue, teammate, take, ...options } = optionsSchema.parse(command.opts());
    const client = openClient(options, runtime);
    if (take) {
      const { caseId } = await client.post("/v1/queue/next", {}, changedCaseSchema);
      const briefing = await client.get(`${casePath(caseId)}/briefing`, briefingSchema);
      if (options.json) return terminal.print(JSON.stringify(briefing));
      terminal.print(`You have ${caseId}.`);
      for (const line of briefing.text) terminal.print(line);
      return;
    }
    const query = new URLSearchParams({
      ...(queue === undefined ? {} : { queue }),
      ...(teammate === undefined ? {} : { teammate }),
    });
    const page = await client.get(`/v1/queue?${query.toString()}`, queuePageSchema);
    if (options.json) return terminal.print(JSON.stringify(page));
    if (page.cases.length === 0) return terminal.print("No case is with people.");
    const rows = page.cases.map((each) => [each.caseId, each.queue, whose(each), each.since, aboutOf(each)]);
    for (const line of textTable([["case", "queue", "whose", "since", "why"], ...rows])) terminal.print(line);
  });
}

type QueuedCase = z.infer<typeof queuePageSchema>["cases"][number];

function whose({ teammateId, assignedTo }: QueuedCase): string {
  if (teammateId !== null) return `${teammateId} has it`;
  return assignedTo === null ? "nobody's" : `for ${assignedTo}`;
}

function aboutOf({ topic, trigger, why }: QueuedCase): string {
  return [topic ?? trigger ?? "", why].filter((text) => text !== "").join(": ");
}
