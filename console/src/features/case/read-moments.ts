import { type EventKind, type EventView, type PolicyReference, type Verdict, eventBodySchemas } from "@purser/contract";
import type { Tone } from "../../ui/badge.tsx";

export type Message = {
  seq: number;
  at: string;
  from: "customer" | "agent" | "teammate";
  /** The teammate who wrote it. */
  by: string | null;
  text: string;
};

export type Detail =
  | { kind: "fields"; title: string; fields: Readonly<Record<string, unknown>>; readAt?: string }
  | { kind: "policies"; policies: readonly PolicyReference[] };

export type Step = {
  seq: number;
  at: string;
  kind: EventKind;
  title: string;
  tone: Tone;
  sentences: readonly string[];
  details: readonly Detail[];
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
): readonly Moment[] {
  const moments: { seq: number; at: string; message: Message | null; steps: Step[] }[] = [];
  for (const event of events) {
    const message = messageIn(event);
    if (message !== null) {
      moments.push({ seq: event.seq, at: event.at, message, steps: [] });
      continue;
    }
    if (!isWhole && quiet.has(event.kind)) continue;
    const step = stepOf(event, sentences.get(event.seq) ?? []);
    const last = moments.at(-1);
    if (last === undefined) moments.push({ seq: event.seq, at: event.at, message: null, steps: [step] });
    else last.steps.push(step);
  }
  return moments;
}

function messageIn({ seq, at, kind, body }: EventView): Message | null {
  if (kind === "message.received") {
    const { success, data } = eventBodySchemas[kind].safeParse(body);
    return { seq, at, from: success ? data.sender.kind : "customer", by: null, text: success ? data.text : "Erased" };
  }
  if (kind !== "message.sent") return null;
  const { success, data } = eventBodySchemas[kind].safeParse(body);
  const by = success ? (data.teammateId ?? null) : null;
  return { seq, at, from: by === null ? "agent" : "teammate", by, text: success ? data.text : "Erased" };
}

function stepOf({ seq, at, kind, body }: EventView, sentences: readonly string[]): Step {
  const plain: Step = { seq, at, kind, sentences, title: titleOf(kind), tone: "neutral", details: [] };
  if (kind === "proposal.made") return { ...plain, ...proposed(body) };
  if (kind === "proposal.judged") return { ...plain, ...judged(body) };
  if (kind === "facts.read") return { ...plain, ...factsRead(body) };
  if (kind === "call.started" || kind === "call.ended" || kind === "call.verified")
    return { ...plain, ...called(kind, body) };
  return { ...plain, tone: tones[kind] ?? "neutral" };
}

const tones: Partial<Record<EventKind, Tone>> = {
  "pause.opened": "warn",
  "pause.expired": "bad",
  "handoff.made": "warn",
  "teammate.joined": "accent",
  "case.resolved": "good",
  "undo.ended": "accent",
};

type Part = { title?: string; tone?: Tone; details?: readonly Detail[] };

function proposed(body: EventView["body"]): Part {
  const { success, data } = eventBodySchemas["proposal.made"].safeParse(body);
  if (!success || data.proposal.step.kind !== "call") return {};
  const { call } = data.proposal.step;
  return { title: `Proposed ${call.tool}`, details: [{ kind: "fields", title: "Arguments", fields: call.args }] };
}

const verdictTones: Readonly<Record<Verdict["kind"], Tone>> = {
  allow: "good",
  confirm: "accent",
  approve: "warn",
  "confirm-then-approve": "warn",
  identify: "accent",
  escalate: "warn",
  deny: "bad",
};
const verdictWords: Readonly<Record<Verdict["kind"], string>> = {
  allow: "Allowed",
  confirm: "The customer confirms first",
  approve: "A teammate approves first",
  "confirm-then-approve": "Customer, then teammate",
  identify: "She shows who she is first",
  escalate: "A person decides",
  deny: "Refused",
};

function judged(body: EventView["body"]): Part {
  const { success, data } = eventBodySchemas["proposal.judged"].safeParse(body);
  if (!success) return {};
  const { verdict, policies, facts, totals } = data.judgement;
  return {
    title: verdictWords[verdict.kind],
    tone: verdictTones[verdict.kind],
    details: [
      ...(policies.length === 0 ? [] : [{ kind: "policies" as const, policies }]),
      ...fieldsOf("Facts that it was judged by", facts, data.readAt),
      ...fieldsOf("Sums so far", totals),
    ],
  };
}

function factsRead(body: EventView["body"]): Part {
  const { success, data } = eventBodySchemas["facts.read"].safeParse(body);
  if (!success) return {};
  return {
    title: `Read ${data.reads.map(({ tool }) => tool).join(", ")}`,
    details: data.reads.flatMap(({ tool, args, values, readAt }) => [
      ...fieldsOf(`Asked ${tool}`, args),
      ...fieldsOf("Learnt", values, readAt),
    ]),
  };
}

function called(kind: "call.started" | "call.ended" | "call.verified", body: EventView["body"]): Part {
  if (kind === "call.started") {
    const { success, data } = eventBodySchemas[kind].safeParse(body);
    return success ? { title: `Called ${data.tool}`, tone: "accent", details: fieldsOf("Arguments", data.args) } : {};
  }
  if (kind === "call.ended") {
    const { success, data } = eventBodySchemas[kind].safeParse(body);
    if (!success) return {};
    const { outcome } = data;
    if (outcome.kind === "done")
      return { title: "Answered: done", tone: "good", details: fieldsOf("Result", outcome.result) };
    return {
      title: `Answered: ${outcome.kind}`,
      tone: "bad",
      details: fieldsOf("Why", { code: outcome.code, detail: outcome.detail }),
    };
  }
  const { success, data } = eventBodySchemas[kind].safeParse(body);
  if (!success) return {};
  const isDone = data.finding.kind === "done";
  return {
    title: isDone ? "Read back: done" : `Read back: ${data.finding.kind}`,
    tone: isDone ? "good" : "warn",
    details: fieldsOf("Found", data.finding.kind === "done" ? data.finding.result : { detail: data.finding.detail }),
  };
}

function fieldsOf(title: string, fields: Readonly<Record<string, unknown>>, readAt?: string): Detail[] {
  if (Object.keys(fields).length === 0) return [];
  return [{ kind: "fields", title, fields, ...(readAt === undefined ? {} : { readAt }) }];
}

const titles: Partial<Record<EventKind, string>> = {
  "message.understood": "Understood",
  "plan.made": "Planned",
  "proposal.made": "Proposed",
  "pause.opened": "Asked",
  "pause.answered": "Answered",
  "pause.reassigned": "Asked somebody else",
  "pause.expired": "Nobody answered",
  "pause.withdrawn": "Question withdrawn",
  "pause.superseded": "Question replaced",
  "handoff.made": "Handed over",
  "handoff.asked": "A person is wanted",
  "teammate.joined": "Taken over",
  "teammate.left": "Given up",
  "note.added": "Note",
  "case.resolved": "Resolved",
  "case.reopened": "Reopened",
  "case.closed": "Closed",
  "case.rated": "Rated by the customer",
  "undo.started": "Taking back",
  "undo.ended": "Taken back",
};

function titleOf(kind: EventKind): string {
  const words = kind.replace(".", " ");
  return titles[kind] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
