import { type Json, type ProposedStep, jsonSchema, proposedStepSchema } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { z } from "zod";
import { stateBounds } from "../../cases/case-state.ts";
import type { CaseView, Reasoner, Thought } from "../../agent/reasoner.ts";

/**
 * The reasoner of the suite: a message, or the goal of a child case, that begins with `do` holds the steps to propose, one
 * after another, as JSON. It proposes whatever it is told, also what no good reasoner would: what holds, holds by the
 * kernel alone.
 */
export const probeReasoner: Reasoner = { name: "purser-probe", think: async (view) => thoughtOf(view) };

const prefix = "do ";
const programSchema = z.array(z.unknown());

export function programText(steps: readonly unknown[]): string {
  return `${prefix}${JSON.stringify(steps)}`;
}

/** A string of so many characters, where a message may not be that long. */
export function longText(length: number): string {
  return `${longPrefix}${length}`;
}
const longPrefix = "long:";
/** Values that no JSON can hold as they are. */
const unfaithful = "unfaithful:";
const unfaithfulValues: Readonly<Record<string, () => unknown>> = {
  date: () => new Date(0),
  map: () => new Map([["a", 1]]),
  undefined: () => undefined,
  nan: () => Number.NaN,
  bytes: () => new Uint8Array(2),
};
export const unfaithfulNames = Object.keys(unfaithfulValues);

export function unfaithfulText(name: string): string {
  return `${unfaithful}${name}`;
}

type Program = { seq: number; steps: readonly ProposedStep[] };

function thoughtOf(view: CaseView): Thought {
  const { state, messages } = view;
  const heard = messages.filter(({ direction, seq }) => direction === "in" && seq >= (state.unreadFromSeq ?? Infinity));
  const chat = heard.find(({ text }) => !text.startsWith(prefix));
  if (chat !== undefined) return thought(reply(`You wrote: ${chat.text.slice(0, 60)}`));
  const programs = programsOf(view);
  const ended: string[] = [];
  for (const { seq, steps } of programs) {
    for (const step of steps) {
      const argsHash = hashIfPossible(step);
      const end = state.finished.findLast((one) => one.argsHash === argsHash && one.seq > seq)?.end;
      if (end?.kind === "done" || end?.kind === "joined") continue;
      if (end !== undefined) ended.push(`It ended ${end.kind}${"reasons" in end ? `: ${end.reasons.join(" ")}` : ""}.`);
      else if (!state.proposals.some((open) => open.argsHash === argsHash)) return thought(step);
      break;
    }
  }
  if (state.proposals.length > 0) return thought(reply("I am waiting."));
  if (ended.length > 0) return thought(reply(ended.join(" ")));
  const told = new Set(
    state.finished.flatMap(({ step }) => (step.kind === "resolve" ? (step.reply?.claims ?? []) : [])),
  );
  const claims = state.doneCalls.flatMap(({ key }) => (told.has(key) ? [] : [key]));
  return thought({ kind: "resolve", summary: "All is done.", reply: { text: "All is done.", claims } });
}

function programsOf({ state, messages }: CaseView): readonly Program[] {
  const goal = state.goal?.startsWith(prefix) === true ? [{ seq: 0, text: state.goal }] : [];
  const written = messages.filter(({ direction, text }) => direction === "in" && text.startsWith(prefix));
  // Of what was said long ago the ends are no longer known; all of it is over.
  const since = state.finished.length < stateBounds.finishedProposals ? 0 : (state.finished[0]?.seq ?? 0);
  return [...goal, ...written].flatMap(({ seq, text }) => (seq < since ? [] : [{ seq, steps: stepsIn(text) }]));
}

function stepsIn(text: string): readonly ProposedStep[] {
  const steps = programSchema.parse(JSON.parse(text.slice(prefix.length)));
  return steps.map((step) => stepSchema.parse(expanded(proposedStepSchema.parse(step))));
}

/** What a program writes in place of values is put in once the form of the step is known to be right. */
const stepSchema = z.custom<ProposedStep>((value) => typeof value === "object" && value !== null);

function expanded(value: unknown): unknown {
  if (typeof value === "string") {
    if (value.startsWith(longPrefix)) return "ü".repeat(Number(value.slice(longPrefix.length)));
    return value.startsWith(unfaithful) ? unfaithfulValues[value.slice(unfaithful.length)]?.() : value;
  }
  if (Array.isArray(value)) return value.map(expanded);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expanded(item)]));
}

function hashIfPossible(step: ProposedStep): string | null {
  const value: Json | undefined = jsonSchema.safeParse(step).data;
  return value === undefined ? null : hashOf(value);
}

function reply(text: string): ProposedStep {
  return { kind: "reply", reply: { text, claims: [] } };
}

function thought(step: ProposedStep): Thought {
  return { understood: [], step, reason: "The probe asks for it." };
}
