import { stripVTControlCharacters, styleText } from "node:util";
import type { CaseEvent, Instant } from "@purser/contract";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { type TraceLine, traceLines } from "./trace-lines.ts";

export type TraceSettings = {
  timeZone: string;
  locale: string;
  agentName: string;
  columns: number;
  isColoured: boolean;
};

const widest = 160;
const withoutTerminal = 120;

/** How traces of a blueprint's cases are printed to this process's terminal. */
export function traceSettings({ settings }: Blueprint): TraceSettings {
  const { columns, isTTY } = process.stdout;
  return {
    timeZone: settings.timeZone,
    locale: settings.locale,
    agentName: settings.agent.name,
    columns: isTTY ? Math.min(columns, widest) : withoutTerminal,
    isColoured: isTTY,
  };
}

const conversationShare = 0.45;
/** Below this there is no room for two columns. */
const leastForTwo = 100;
const wordWidth = 11;

/** Turns events into text: the conversation on the left and what was written down beside it; indented where it is narrow. */
export function printTrace(events: readonly CaseEvent[], settings: TraceSettings): string {
  return events.flatMap((event) => traceLines(event).map((line) => printLine(line, event.at, settings))).join("");
}

function printLine(line: TraceLine, at: Instant, settings: TraceSettings): string {
  const { columns } = settings;
  const time = timeText(at, settings);
  const isTwo = columns >= leastForTwo;
  const left = isTwo ? Math.floor((columns - time.length - 5) * conversationShare) : columns - time.length - 2;
  if (line.kind === "said") {
    const who = line.by === "customer" ? "Customer" : settings.agentName;
    const said = wrap(`${who}: ${line.text}`, left);
    return `\n${said.map((text, index) => `${index === 0 ? time : " ".repeat(time.length)}  ${paint(text, line, settings)}\n`).join("")}`;
  }
  const indent = isTwo ? `${" ".repeat(time.length + 2 + left)} │ ` : " ".repeat(time.length + 4);
  const room = columns - indent.length - wordWidth;
  return wrap(line.text, room)
    .map(
      (text, index) =>
        `${indent}${paint((index === 0 ? line.word : "").padEnd(wordWidth), null, settings)}${paint(text, line, settings)}\n`,
    )
    .join("");
}

function paint(text: string, line: TraceLine | null, { isColoured }: TraceSettings): string {
  return isColoured ? styleText(styleOf(line), text, { validateStream: false }) : text;
}

function styleOf(line: TraceLine | null): "dim" | "cyan" | "bold" | "reset" | "green" | "red" {
  if (line === null) return "dim";
  if (line.kind === "said") return line.by === "customer" ? "cyan" : "bold";
  return moods[line.mood];
}
const moods = { plain: "reset", good: "green", bad: "red" } as const;

function timeText(at: Instant, { timeZone, locale }: TraceSettings): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(Date.parse(at));
}

/** Breaks at spaces; a longer word stays whole. Control characters of others' texts do not reach the terminal. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of stripVTControlCharacters(text).split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
