import { type Attachment, type EventKind, type EventView, eventBodySchemas } from "@purser/contract";
import type { Titles } from "../../lib/blueprint.ts";
import { attemptOf, type Before, type Step, stepOf } from "./read-step.ts";

export type Message = {
  seq: number;
  at: string;
  from: "customer" | "agent" | "teammate";
  /** The teammate who wrote it. */
  by: string | null;
  text: string;
  attachments: readonly Attachment[];
};

/** A message with all that was done until the next one, so that both sides have one axis of time. */
export type Moment = { seq: number; at: string; message: Message | null; steps: readonly Step[] };

/** What keeps the machine going and tells a reader nothing of the case. */
const quiet: ReadonlySet<EventKind> = new Set<EventKind>([
  "timer.set",
  "timer.fired",
  "budget.spent",
  "message.delivered",
  "case.opened",
  "route.chosen",
]);

export function momentsOf(
  events: readonly EventView[],
  sentences: ReadonlyMap<number, readonly string[]>,
  isWhole: boolean,
  titles: Titles,
): readonly Moment[] {
  const moments: { seq: number; at: string; message: Message | null; steps: Step[] }[] = [];
  const calls = new Map<string, string>();
  let before: Before = { plan: null, calls, spent: null, titles };
  for (const event of events) {
    const message = messageIn(event);
    const seen = before;
    before = after(event, before, calls);
    if (message !== null) {
      moments.push({ seq: event.seq, at: event.at, message, steps: [] });
      continue;
    }
    if (!isWhole && quiet.has(event.kind)) continue;
    const step = stepOf(event, sentences.get(event.seq) ?? [], seen);
    const last = moments.at(-1);
    if (last === undefined) moments.push({ seq: event.seq, at: event.at, message: null, steps: [step] });
    else last.steps.push(step);
  }
  return moments;
}

/** What the steps after this event stand on. */
function after({ kind, body, at }: EventView, before: Before, calls: Map<string, string>): Before {
  if (kind === "call.started") {
    const { data } = eventBodySchemas[kind].safeParse(body);
    if (data !== undefined) calls.set(attemptOf(data), at);
  }
  if (kind === "budget.spent") return { ...before, spent: eventBodySchemas[kind].safeParse(body).data ?? null };
  if (kind === "proposal.made") return { ...before, spent: null };
  if (kind !== "plan.made") return before;
  const { data } = eventBodySchemas[kind].safeParse(body);
  return { ...before, plan: data?.steps.map(({ tool }) => tool) ?? before.plan };
}

function messageIn({ seq, at, kind, body }: EventView): Message | null {
  if (kind === "message.received") {
    const { success, data } = eventBodySchemas[kind].safeParse(body);
    return { seq, at, from: success ? data.sender.kind : "customer", by: null, ...saidIn(success ? data : null) };
  }
  if (kind !== "message.sent") return null;
  const { success, data } = eventBodySchemas[kind].safeParse(body);
  const by = success ? (data.teammateId ?? null) : null;
  return { seq, at, from: by === null ? "agent" : "teammate", by, ...saidIn(success ? data : null) };
}

function saidIn(said: { text: string; attachments?: Attachment[] } | null): Pick<Message, "text" | "attachments"> {
  return said === null ? { text: "Erased", attachments: [] } : { text: said.text, attachments: said.attachments ?? [] };
}
