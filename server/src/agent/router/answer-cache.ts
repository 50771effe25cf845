import { epochMsOf, type Hash, type Instant, type ProposedStep } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { CaseView, Thought } from "../reasoner.ts";
import { isOwnPath } from "../rules/understanding/own-paths.ts";

type Kept = { step: ProposedStep; reason: string; procedures: readonly string[]; at: Instant };

/** Answers that one process keeps; the oldest go. */
const mostKept = 1_000;

/**
 * Thoughts of models about questions that anybody may ask, given again to exactly the same question while the blueprint
 * and what was looked up are the same. It keeps nothing personal: only cases are served that consist of one message in
 * which nothing of a person stands, and in which nothing but lookups that are the same for every customer was done. It
 * lives in the process, so nothing of it is stored.
 */
export class AnswerCache {
  readonly #kept = new Map<Hash, Kept>();

  get size(): number {
    return this.#kept.size;
  }

  /** What was thought of it before; `heard` is what the rules understood of the message. */
  find(view: CaseView, heard: Thought): Thought | null {
    const { keepAnswers } = view.blueprint.settings.router;
    const key = keepAnswers === 0 ? null : keyOf(view, heard);
    const kept = key === null ? undefined : this.#kept.get(key);
    if (kept === undefined || epochMsOf(view.now) - epochMsOf(kept.at) >= keepAnswers) return null;
    const requests = kept.procedures.map((procedure) => ({ procedure, confidence: 1, slots: {} }));
    const understood = heard.understood.map((body) => ({
      ...body,
      reasoner: "cache",
      requests,
      alternatives: [],
      next: "act" as const,
    }));
    return { understood, step: kept.step, reason: kept.reason };
  }

  keep(view: CaseView, heard: Thought, thought: Thought): void {
    const key = keyOf(view, heard);
    if (key === null || !isForAnybody(thought, view)) return;
    const { step, reason } = thought;
    const procedures = thought.understood.flatMap(({ requests }) => requests.map(({ procedure }) => procedure));
    this.#kept.delete(key);
    this.#kept.set(key, { step, reason, procedures, at: view.now });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** All that such a thought can depend on; null where anything of a person could be in it. */
function keyOf(view: CaseView, heard: Thought): Hash | null {
  const { state, messages, blueprint } = view;
  const [message, ...others] = messages;
  if (message === undefined || others.length > 0 || message.direction !== "in") return null;
  const isOpening = state.goal === null && state.subject === null && state.parent === null && state.returned === null;
  const isQuiet = state.proposals.length === 0 && state.calls.length === 0 && state.doneCalls.length === 0;
  if (!isOpening || !isQuiet || isPersonal(message.text) || hasSlots(heard)) return null;
  const { lookups } = blueprint.toolbox;
  const isImpersonal = (tool: string): boolean => lookups.get(tool)?.isPersonal === false;
  const areLookups = state.finished.every(({ step }) => {
    return step.kind === "lookup" && step.calls.every(({ tool }) => isImpersonal(tool));
  });
  const known = Object.entries(state.values).filter(([path]) => !isOwnPath(path));
  if (!areLookups || known.some(([, { source }]) => !isImpersonal(source))) return null;
  const values = Object.fromEntries(known.map(([path, { value }]) => [path, value]));
  const done = state.finished.map(({ argsHash, end }) => ({ argsHash, end: end.kind }));
  return hashOf({ blueprint: blueprint.hash, question: plain(message.text), values, done });
}

/** What was read out of her message is hers: an order, an address, a size. */
function hasSlots({ understood }: Thought): boolean {
  return understood.some(({ values }) =>
    Object.keys(values).some((path) => path.startsWith("message.") && !isOwnPath(path)),
  );
}

/** Addresses, numbers that could name something of hers, and who says who she is. */
const personalPatterns = [
  /@/u,
  /\d[\d\s().-]{3,}\d/u,
  /\b[\p{Lu}]{1,4}-?\d{3,}/u,
  /\b(?:[Mm]y name|[Ii] am|[Ii]['’]m|[Tt]his is|[Ii]t['’]s|[Nn]ame is|[Rr]egards|[Ss]incerely|[Yy]ours|[Ll]ove|[Bb]est|[Tt]hanks|[Tt]hank you|[Cc]heers),?\s+\p{Lu}/u,
  /\b(?:my|our|mine|ours)\b/iu,
];

function isPersonal(text: string): boolean {
  return personalPatterns.some((pattern) => pattern.test(text));
}

/** A lookup that is the same for everybody, or an answer that says no more than was asked and looked up. */
function isForAnybody({ step }: Thought, { state, blueprint }: CaseView): boolean {
  if (step.kind === "lookup")
    return step.calls.every(({ tool }) => blueprint.toolbox.lookups.get(tool)?.isPersonal === false);
  if (step.kind !== "reply" && step.kind !== "resolve") return false;
  const { reply } = step;
  if (reply === null || reply.claims.length > 0 || state.finished.length === 0) return false;
  const { customerRef } = state;
  return !reply.text.includes("@") && (customerRef === null || !reply.text.includes(customerRef));
}

/** The same question, however it is spaced, capitalised and ended. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\s+/gu, " ")
    .replace(/[\s.!?]+$/u, "")
    .trim();
}
