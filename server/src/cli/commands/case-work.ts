import { briefingSchema, changedCaseSchema, jsonObjectSchema, proposedByHandSchema } from "@purser/contract";
import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { type ApiClient, addClientOptions, clientOptionsSchema, openClient } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";

const optionsSchema = clientOptionsSchema.extend({
  note: z.string().optional(),
  reason: z.string().optional(),
  args: jsonObjectSchema.optional(),
});
type Given = z.infer<typeof optionsSchema>;

/** What a command does with a case, and what it prints of the answer. */
type Work = { name: string; about: string; more?: string; run: Run };
type Run = (client: ApiClient, path: string, more: string, given: Given) => Promise<{ result: object; says: string[] }>;

export function casePath(caseId: string): string {
  return `/v1/cases/${encodeURIComponent(caseId)}`;
}

/** What a teammate does to one case, below `purser cases`. */
const works: readonly Work[] = [
  { name: "show", about: "read what a teammate needs to go on with it", run: show },
  {
    name: "take",
    about: "take it over: the agent falls silent",
    run: (client, path) => change(client, `${path}/takeover`, {}, "It is yours."),
  },
  {
    name: "return",
    about: "give it back to the agent; --note says what it is to know",
    run: (client, path, _, given) => change(client, `${path}/return`, noteOf(given), "The agent has it again."),
  },
  {
    name: "release",
    about: "give it up: it waits in its queue",
    run: (client, path, _, given) => change(client, `${path}/release`, noteOf(given), "It waits in its queue."),
  },
  {
    name: "assign",
    about: "say whose it is to take; nobody for nobody's",
    more: "teammate",
    run: (client, path, teammate) =>
      change(
        client,
        `${path}/assign`,
        { teammateId: teammate === "nobody" ? null : teammate },
        `It is ${teammate}'s to take.`,
      ),
  },
  {
    name: "reply",
    about: "write to the customer as the one who has it",
    more: "text",
    run: (client, path, text) => change(client, `${path}/reply`, { text }, "She reads it."),
  },
  {
    name: "propose",
    about: "propose an action by hand; the guard judges it like any other",
    more: "tool",
    run: propose,
  },
];

/** Adds the commands below `purser cases` that are about one case. */
export function registerCaseWork(cases: Command, runtime: Runtime, terminal: Terminal): void {
  for (const { name, about, more, run } of works) {
    const command = cases.command(name).description(about).argument("<case>", "its id");
    if (more !== undefined) command.argument(`<${more}>`);
    if (name === "return" || name === "release") command.option("--note <text>", "for whoever has it next");
    if (name === "propose")
      command.option("--args <json>", "its arguments", readArguments, {}).option("--reason <text>", "why, for the log");
    addClientOptions(command).action(async (caseId: string, given: unknown) => {
      const options = optionsSchema.parse(command.opts());
      const { result, says } = await run(
        openClient(options, runtime),
        casePath(caseId),
        typeof given === "string" ? given : "",
        options,
      );
      if (options.json) return terminal.print(JSON.stringify(result));
      for (const line of says) terminal.print(line);
    });
  }
}

async function show(client: ApiClient, path: string): ReturnType<Run> {
  const briefing = await client.get(`${path}/briefing`, briefingSchema);
  const { caseId, owner, text } = briefing;
  const whose =
    owner.kind === "agent"
      ? "the agent has it"
      : owner.kind === "teammate"
        ? `${owner.teammateId} has it since ${owner.since}`
        : `it waits in the queue ${owner.queue} since ${owner.since}${owner.assignedTo === null ? "" : `, for ${owner.assignedTo}`}`;
  return { result: briefing, says: [`${caseId}: ${whose}.`, ...text] };
}

async function change(client: ApiClient, path: string, body: object, says: string): ReturnType<Run> {
  return { result: await client.post(path, body, changedCaseSchema), says: [says] };
}

async function propose(client: ApiClient, path: string, tool: string, { args = {}, reason }: Given): ReturnType<Run> {
  const body = { tool, args, ...(reason === undefined ? {} : { reason }) };
  const result = await client.post(`${path}/proposals`, body, proposedByHandSchema);
  return { result, says: [`Proposed; see purser why ${result.caseId}.`] };
}

function noteOf({ note }: Given): object {
  return note === undefined ? {} : { note };
}

function readArguments(text: string): unknown {
  try {
    const parsed = jsonObjectSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Told below, with what it should be.
  }
  throw new InvalidArgumentError('A JSON object, such as \'{"orderId":"L-1"}\'.');
}
