import type { EventBody, Json, JsonObject, MessageId, ProposedStep } from "@purser/contract";
import { messageIdSchema } from "@purser/contract";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import type { Procedure } from "../../blueprint/procedure.ts";
import { readYesOrNo } from "../../cases/yes-or-no.ts";
import type { CaseState } from "../../cases/case-state.ts";
import type { CaseView, Reasoner, Thought, ViewMessage } from "../reasoner.ts";
import { askedWords, asAnswerToGuide, hasDeclinedOffer } from "./answers.ts";
import { handoffOf } from "./handoff.ts";
import { titleOf } from "./offer.ts";
import { meansPrefix, type Pursuit, pursue, waitForSystem } from "./pursue.ts";
import { takeBack } from "./take-back.ts";
import { neverMind, understand, type Understood } from "./understand.ts";

type Understanding = {
  bodies: EventBody<"message.understood">[];
  values: JsonObject;
  latest: Understood | null;
  messages: readonly ViewMessage[];
};

/**
 * The reasoner that needs no model: understands by the examples of the procedures, plans by one search over the tools'
 * needs and gives, and answers from templates. It contains no procedure's and no tool's name.
 */
export const rulesReasoner: Reasoner = { name: "rules", think: async (view) => thinkAbout(view) };

function thinkAbout(view: CaseView): Thought {
  const { state } = view;
  const heard = understandUnread(view);
  const procedureName =
    heard.bodies.flatMap(({ requests, next }) => (next === "act" ? requests : [])).at(-1)?.procedure ??
    currentRequest(view, heard);
  const { step, reason } = stepFor(view, heard, procedureName);
  return {
    understood: heard.bodies,
    step,
    reason: reason === "" ? `About ${procedureName ?? state.goal ?? "the message"}.` : reason,
  };
}

/** What the case is about by now; nothing as long as the last message may mean something else. */
function currentRequest({ state }: CaseView, { latest }: Understanding): string | null {
  if (latest?.next === "ask") return null;
  return state.requests.at(-1)?.procedure ?? state.procedure;
}

function stepFor(
  view: CaseView,
  heard: Understanding,
  procedureName: string | null,
): { step: ProposedStep; reason: string } {
  const { blueprint, state } = view;
  if (heard.latest?.wantsPerson === true || state.wantsPerson)
    return handed(view, heard, "The customer asked for a person.", "Answer her in person.");
  if (hasDeclinedOffer(heard.messages, view)) return leftAsItIs();
  if (procedureName === neverMind) return takeBack(view);
  const procedure = procedureName === null ? undefined : blueprint.procedures.get(procedureName);
  if (procedure === undefined) return askWhich(view, heard) ?? notUnderstood(view, heard);
  const pursuit = pursuitOf(procedure, view, heard);
  return "step" in pursuit ? pursuit : handed(view, heard, pursuit.why, `Go on with ${procedure.name} by hand.`);
}

function pursuitOf(procedure: Procedure, view: CaseView, { values: heard, latest }: Understanding): Pursuit {
  const isAsked = latest?.next === "act" && latest.requests.some((request) => request.procedure === procedure.name);
  const values = { ...knownIn(view.state), ...heard };
  const isTimer = view.state.unreadFromSeq === null;
  return (isTimer ? waitForSystem(procedure, view, values) : null) ?? pursue(procedure, view, values, isAsked);
}

function knownIn({ values }: CaseState): JsonObject {
  const known: Record<string, Json> = {};
  for (const [path, { value }] of Object.entries(values)) known[path] = value;
  return known;
}

/** Reads each new message; a plain yes to what was last asked makes the fact true that the question was about. */
function understandUnread(view: CaseView): Understanding {
  const { state, now, blueprint } = view;
  const from = state.unreadFromSeq;
  const unread = from === null ? [] : view.messages.filter(({ seq, direction }) => direction === "in" && seq >= from);
  const bodies: EventBody<"message.understood">[] = [];
  let values: JsonObject = {};
  let latest: Understood | null = null;
  for (const message of unread) {
    const meant = understand(message.text, now, blueprint);
    const understood = asAnswerToGuide(meant, message, view) ?? asAnswer(meant, answerTo(message, view), view);
    latest = { ...understood, values: { ...understood.values, ...askedWords(meant, message, view) } };
    values = { ...values, ...latest.values };
    bodies.push({ messageId: messageIdOf(message), reasoner: "rules", ...latest });
  }
  return { bodies, values, latest, messages: unread };
}

function messageIdOf({ id }: ViewMessage): MessageId {
  return messageIdSchema.parse(id);
}

/** The plain yes or no to the question that was asked last, with the fact that the question was about. */
type PlainAnswer = { path: string; isYes: boolean };

function answerTo({ text }: ViewMessage, { state, blueprint }: CaseView): PlainAnswer | null {
  const last = state.finished.at(-1);
  const answer = readYesOrNo(text);
  if (last?.step.kind !== "ask" || answer === null) return null;
  const { path } = last.step;
  return isYesOrNoQuestion(path, blueprint) ? { path, isYes: answer === "yes" } : null;
}

/** A yes says nothing to "Which time suits you?". */
function isYesOrNoQuestion(path: string, { procedures }: Blueprint): boolean {
  const isAccepted = ({ before }: Procedure): boolean =>
    [...before.values()].some((conditions) => conditions.some(({ accept }) => accept === path));
  const isNeeded = ({ header }: Procedure): boolean => header.needs[path]?.yes !== undefined;
  return path.startsWith(meansPrefix) || [...procedures.values()].some((each) => isAccepted(each) || isNeeded(each));
}

/** What brings a fact right after a question, and may or may not be a request, is the answer. */
function answersQuestion({ next, values }: Understood, { state }: CaseView): boolean {
  const last = state.finished.at(-1);
  const isAsked = last?.step.kind === "ask" && !last.step.path.startsWith(meansPrefix) && state.requests.length > 0;
  return isAsked && next === "ask" && Object.keys(values).length > 0;
}

function withoutRequest(meant: Understood): Understood {
  return { ...meant, requests: [], alternatives: [], next: "act" };
}

/** What a plain yes or no to a question makes known; nothing when the question is not one of yes and no. */
function factsOfAnswer({ path, isYes }: PlainAnswer, { state, blueprint }: CaseView): JsonObject {
  const name = state.requests.at(-1)?.procedure ?? state.procedure;
  const need = name === null ? undefined : blueprint.procedures.get(name)?.header.needs[path];
  if (need === undefined) return { [path]: isYes };
  const meant = need.yes === undefined ? undefined : state.values[need.yes]?.value;
  return isYes && meant !== undefined ? { [path]: meant } : {};
}

/** She was asked for a fact last: what is like nothing else for certain is an answer to that. */
function isOpenQuestion({ state, blueprint }: CaseView): boolean {
  const last = state.finished.at(-1)?.step;
  const name = state.requests.at(-1)?.procedure;
  const needs = name === undefined ? undefined : blueprint.procedures.get(name)?.header.needs;
  return last?.kind === "ask" && needs !== undefined && Object.hasOwn(needs, last.path);
}

/** An answer is no request of its own, unless it says which request was meant. */
function asAnswer(meant: Understood, answer: PlainAnswer | null, view: CaseView): Understood {
  if (answer === null) {
    const isAnswer = answersQuestion(meant, view) || (isOpenQuestion(view) && meant.next === "ask");
    return isAnswer ? withoutRequest(meant) : meant;
  }
  const values = { ...meant.values, ...factsOfAnswer(answer, view) };
  const procedure = answer.path.startsWith(meansPrefix) && answer.isYes ? answer.path.slice(meansPrefix.length) : null;
  const requests = procedure === null ? [] : [{ procedure, confidence: 1, slots: values }];
  return { ...meant, values, requests, alternatives: [], next: answer.isYes ? "act" : "decline" };
}

/** Unsure, she is asked once in the words of the procedure's goal. */
function askWhich(
  { state, blueprint }: CaseView,
  { bodies }: Understanding,
): { step: ProposedStep; reason: string } | null {
  const unsure = bodies.findLast(({ next }) => next === "ask")?.requests[0]?.procedure;
  const procedure = unsure === undefined ? undefined : blueprint.procedures.get(unsure);
  if (procedure === undefined) return null;
  const path = `${meansPrefix}${procedure.name}`;
  if (state.finished.some(({ step }) => step.kind === "ask" && step.path === path)) return null;
  const question = `Do I understand you right: ${titleOf(procedure)}? Please answer yes or no.`;
  return { step: { kind: "ask", path, question }, reason: `The message may be about ${procedure.name}.` };
}

/** Two messages in a row that nobody could make sense of go to a person. */
function notUnderstood(view: CaseView, heard: Understanding): { step: ProposedStep; reason: string } {
  const { state } = view;
  const question = "I am not sure that I understood you. Could you tell me in one sentence what I can do for you?";
  const times = state.finished.filter(({ step }) => step.kind === "ask" && step.path === "message.request").length;
  if (times >= 1)
    return handed(view, heard, "The customer's messages were not understood.", "Ask the customer what she needs.");
  return {
    step: { kind: "ask", path: "message.request", question },
    reason: "No procedure's examples are like the message.",
  };
}

/** She wants nothing of what was offered instead. */
function leftAsItIs(): { step: ProposedStep; reason: string } {
  const text = "All right. Just write if I can do anything else for you.";
  return { step: { kind: "reply", reply: { text, claims: [] } }, reason: "The customer took none of the offers." };
}

function handed(
  view: CaseView,
  { values }: Understanding,
  why: string,
  suggestion: string,
): { step: ProposedStep; reason: string } {
  return handoffOf(view, why, suggestion, { heard: values });
}
