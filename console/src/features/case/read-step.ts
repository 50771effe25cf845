import {
  type EventBody,
  type EventKind,
  type EventView,
  type PolicyReference,
  type Verdict,
  eventBodySchemas,
} from "@purser/contract";
import type { Titles } from "../../lib/blueprint.ts";
import type { Tone } from "../../ui/badge.tsx";

export type Detail =
  | { kind: "fields"; title: string; fields: Readonly<Record<string, unknown>>; readAt?: string }
  | { kind: "policies"; policies: readonly PolicyReference[] }
  | { kind: "list"; title: string; lines: readonly string[] };

/** What a step stands on that is told by events before it. */
export type Before = {
  /** The steps of the last plan; null before there is one. */
  plan: readonly string[] | null;
  /** When each attempt of a call began, by key and attempt. */
  calls: ReadonlyMap<string, string>;
  /** What the thought cost that led to this; null where nothing was counted. */
  spent: EventBody<"budget.spent"> | null;
  titles: Titles;
};

export type Step = {
  seq: number;
  at: string;
  kind: EventKind;
  title: string;
  tone: Tone;
  /** How long it took and what it cost, where that is known. */
  took: { durationMs: number | null; costMicros: number } | null;
  /** The question that nobody answered in time: it can be proposed anew. */
  expired: string | null;
  sentences: readonly string[];
  details: readonly Detail[];
};

export function stepOf({ seq, at, kind, body }: EventView, sentences: readonly string[], before: Before): Step {
  const plain: Step = {
    seq,
    at,
    kind,
    sentences,
    title: titleOf(kind),
    tone: tones[kind] ?? "neutral",
    took: null,
    expired: null,
    details: [],
  };
  if (kind === "plan.made") return { ...plain, ...planned(body, before) };
  if (kind === "pause.expired") {
    const { data } = eventBodySchemas[kind].safeParse(body);
    return { ...plain, expired: data?.pauseId ?? null };
  }
  if (kind === "proposal.made") return { ...plain, ...proposed(body, before) };
  if (kind === "proposal.judged") return { ...plain, ...judged(body) };
  if (kind === "facts.read") return { ...plain, ...factsRead(body, before) };
  if (kind === "call.started" || kind === "call.ended" || kind === "call.verified")
    return { ...plain, ...called(kind, body, at, before) };
  return plain;
}

const tones: Partial<Record<EventKind, Tone>> = {
  "pause.opened": "warn",
  "pause.expired": "bad",
  "handoff.made": "warn",
  "teammate.joined": "accent",
  "case.resolved": "good",
  "undo.ended": "accent",
};

type Part = { title?: string; tone?: Tone; took?: Step["took"]; details?: readonly Detail[] };

/** A plan, and against the one before it what is new in it and what is not done any more. */
function planned(body: EventView["body"], { plan, titles }: Before): Part {
  const { success, data } = eventBodySchemas["plan.made"].safeParse(body);
  if (!success) return {};
  const steps = data.steps.map(({ tool, why }) => `${titles.tool(tool)}: ${why}`);
  const details: Detail[] = [{ kind: "list", title: `The plan for ${titles.procedure(data.procedure)}`, lines: steps }];
  if (plan === null) return { details };
  const tools = data.steps.map(({ tool }) => tool);
  const added = tools.filter((tool) => !plan.includes(tool));
  const dropped = plan.filter((tool) => !tools.includes(tool));
  const changes = [
    ...added.map((tool) => `New: ${titles.tool(tool)}`),
    ...dropped.map((tool) => `No longer: ${titles.tool(tool)}`),
  ];
  return {
    title: changes.length === 0 ? "Planned the same again" : "Changed the plan",
    tone: changes.length === 0 ? "neutral" : "accent",
    details: changes.length === 0 ? details : [{ kind: "list", title: "What changed", lines: changes }, ...details],
  };
}

function proposed(body: EventView["body"], { spent, titles }: Before): Part {
  const { success, data } = eventBodySchemas["proposal.made"].safeParse(body);
  if (!success) return {};
  const took = spent === null ? null : { durationMs: spent.durationMs ?? null, costMicros: spent.costMicros };
  if (data.proposal.step.kind !== "call") return { took };
  const { call } = data.proposal.step;
  return {
    title: `Proposed: ${titles.tool(call.tool)}`,
    took,
    details: [{ kind: "fields", title: "Arguments", fields: call.args }],
  };
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

function factsRead(body: EventView["body"], { titles }: Before): Part {
  const { success, data } = eventBodySchemas["facts.read"].safeParse(body);
  if (!success) return {};
  return {
    title: `Read: ${data.reads.map(({ tool }) => titles.tool(tool)).join(", ")}`,
    details: data.reads.flatMap(({ args, values, readAt }) => [
      ...fieldsOf("Asked with", args),
      ...fieldsOf("Learnt", values, readAt),
    ]),
  };
}

/** The name of one attempt of a call. */
export function attemptOf({ key, attempt }: { key: string; attempt: number }): string {
  return `${key} ${attempt}`;
}

function called(
  kind: "call.started" | "call.ended" | "call.verified",
  body: EventView["body"],
  at: string,
  { calls, titles }: Before,
): Part {
  if (kind === "call.started") {
    const { success, data } = eventBodySchemas[kind].safeParse(body);
    return success
      ? { title: `Called: ${titles.tool(data.tool)}`, tone: "accent", details: fieldsOf("Arguments", data.args) }
      : {};
  }
  if (kind === "call.ended") {
    const { success, data } = eventBodySchemas[kind].safeParse(body);
    if (!success) return {};
    const { outcome } = data;
    const startedAt = calls.get(attemptOf(data));
    const took = startedAt === undefined ? null : { durationMs: Date.parse(at) - Date.parse(startedAt), costMicros: 0 };
    if (outcome.kind === "done")
      return { title: "Answered: done", tone: "good", took, details: fieldsOf("Result", outcome.result) };
    return {
      title: `Answered: ${outcome.kind}`,
      tone: "bad",
      took,
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

const kindTitles: Partial<Record<EventKind, string>> = {
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
  "case.merged": "Merged into another case",
  "case.absorbed": "Another case was merged into this one",
  "undo.started": "Taking back",
  "undo.ended": "Taken back",
};

function titleOf(kind: EventKind): string {
  const words = kind.replace(".", " ");
  return kindTitles[kind] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
