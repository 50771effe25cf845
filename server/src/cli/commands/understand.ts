import { createInterface } from "node:readline";
import { instantOf } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { sensitiveTopicIn } from "../../agent/rules/understanding/sensitive.ts";
import { understand, type Understood } from "../../agent/rules/understanding/understand.ts";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { loadedOr } from "../connect-systems.ts";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { findBlueprint } from "../find-project.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";

const messageSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  text: z.string(),
  channel: z.string().optional(),
});
type Message = z.infer<typeof messageSchema>;

/** The longest message that is read, in characters; a longer line is refused. */
const longestLine = 100_000;

/** Adds `purser understand`: a message a line in, what it asks for out. Needs the blueprint and nothing that runs. */
export function registerUnderstand(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("understand")
    .description("read a message a line, plain or as JSON with text, and tell what each asks for");
  addCommonOptions(command).action(async () => {
    const options = commonOptionsSchema.parse(command.opts());
    const blueprint = loadedOr(await runtime.loadBlueprint(findBlueprint(options.blueprint, process.cwd())));
    let number = 0;
    let refused = 0;
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (line.trim() === "") continue;
      const read = readLine(line);
      if (typeof read === "string") {
        refused += 1;
        terminal.note(`PUR-2001 Line ${number} is no message: ${read} The other lines are read all the same.`);
        continue;
      }
      const understood = understand(read.text, instantOf(Date.now()), blueprint);
      const sensitive = sensitiveTopicIn(read.text, blueprint);
      terminal.print(
        options.json ? asJson(read, understood, sensitive) : asText(read, understood, sensitive, blueprint),
      );
    }
    if (refused > 0) throw new CommandFailed();
  });
}

/** A message, or what is wrong with the line. A line that does not begin like JSON is itself the text. */
function readLine(line: string): Message | string {
  if (line.length > longestLine) return `it has more than ${longestLine} characters.`;
  if (!line.trimStart().startsWith("{")) return { text: line.trim() };
  try {
    const parsed = messageSchema.safeParse(JSON.parse(line));
    if (parsed.success) return parsed.data;
    return `${parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")}.`;
  } catch {
    return "it begins with { and is no JSON.";
  }
}

function asJson({ id }: Message, understood: Understood, sensitive: string | null): string {
  const { requests, alternatives, next, frustrated, wantsPerson } = understood;
  const about = { ...(id === undefined ? {} : { id }), ...(sensitive === null ? {} : { sensitive }) };
  return JSON.stringify({ ...about, requests, alternatives, next, frustrated, wantsPerson });
}

function asText(
  { id, text }: Message,
  understood: Understood,
  sensitive: string | null,
  { procedures }: Blueprint,
): string {
  const { requests, alternatives, next, frustrated, wantsPerson } = understood;
  const wishes = requests.map(({ procedure, confidence, slots }) => {
    const goal = procedures.get(procedure)?.header.goal ?? "";
    const known = Object.keys(slots).length === 0 ? "" : `  ${JSON.stringify(slots)}`;
    return `  ${procedure} ${Math.round(confidence * 100)} %: ${goal}${known}`;
  });
  const tone = [
    ...(sensitive === null ? [] : [`about ${sensitive}, which no machine answers`]),
    ...(frustrated ? ["frustrated"] : []),
    ...(wantsPerson ? ["wants a person"] : []),
  ];
  const lines = [
    `${id === undefined ? "" : `${id} `}“${text}”`,
    `  next: ${next}${tone.length === 0 ? "" : `; ${tone.join(", ")}`}`,
    ...(wishes.length === 0 ? ["  no request that a procedure serves"] : wishes),
    ...(alternatives.length === 0 ? [] : [`  or: ${alternatives.join(", ")}`]),
  ];
  return lines.join("\n");
}
