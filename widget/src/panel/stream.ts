import type { VisitorEntry } from "@purser/contract";
import { openStream, Refusal } from "./api.ts";
import { networkOr } from "./network.ts";

export type Line = "connecting" | "live" | "lost";

type Hearing = {
  session: string;
  /** Up to which entry she has everything. */
  after: () => number;
  entry: (entry: VisitorEntry) => void;
  progress: (doing: string) => void;
  line: (line: Line) => void;
  /** The server will not have this session: there is no use in coming again. */
  refused: (code: string) => void;
  ended: AbortSignal;
};

const firstPauseMs = 500;
const longestPauseMs = 10_000;
/** The server says something every fifteen seconds; a line that is silent for longer is none. */
const silentMs = 40_000;

/**
 * Follows a conversation until it is ended: comes again whenever the line is cut, after what was heard last, so nothing is missed
 * and nothing is told twice.
 */
export async function follow(hearing: Hearing): Promise<void> {
  let pauseMs = firstPauseMs;
  while (!hearing.ended.aborted) {
    const heard = await listenOnce(hearing);
    if (hearing.ended.aborted) return;
    if (heard === "refused") return;
    pauseMs = heard === "something" ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
    if (heard === "nothing") hearing.line("lost");
    await networkOr(pauseMs, hearing.ended);
  }
}

async function listenOnce(hearing: Hearing): Promise<"something" | "nothing" | "refused"> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silentMs);
  let hasHeard = false;
  try {
    const signal = AbortSignal.any([hearing.ended, silence.signal]);
    const stream = await openStream(hearing.after(), hearing.session, signal);
    hearing.line("live");
    const reader = stream.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      hasHeard = true;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silentMs);
      const events = (text + decoder.decode(value, { stream: true })).split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) tell(event, hearing);
    }
  } catch (error) {
    if (error instanceof Refusal && error.code !== null && error.retryAfterMs === null) {
      hearing.refused(error.code);
      return "refused";
    }
  } finally {
    clearTimeout(timer);
  }
  return hasHeard ? "something" : "nothing";
}

function tell(event: string, { entry, progress }: Hearing): void {
  const fields = new Map(
    event.split("\n").map((line): [string, string] => {
      const at = line.indexOf(": ");
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
  const data = fields.get("data");
  if (data === undefined) return;
  const told: unknown = JSON.parse(data);
  if (fields.get("event") === "entry" && isEntry(told)) entry(told);
  if (fields.get("event") === "progress" && isProgress(told)) progress(told.doing);
}

function isEntry(told: unknown): told is VisitorEntry {
  return typeof told === "object" && told !== null && "seq" in told && "kind" in told;
}

function isProgress(told: unknown): told is { doing: string } {
  return typeof told === "object" && told !== null && "doing" in told && typeof told.doing === "string";
}
