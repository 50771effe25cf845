import type { EventBody } from "@purser/contract";
import { readYesOrNo } from "../../cases/yes-or-no.ts";
import type { CaseView, ViewMessage } from "../reasoner.ts";
import { chooseBetween, type Understood } from "./understand.ts";

/** What a question is about that asks which request was meant; the procedures' names follow. */
const meansPrefix = "means.";
const separator = " or ";

export function meansPath(procedures: readonly string[]): string {
  return `${meansPrefix}${procedures.join(separator)}`;
}

function proceduresOf(path: string): string[] {
  return path.startsWith(meansPrefix) ? path.slice(meansPrefix.length).split(separator) : [];
}

/** A message as an answer to what was asked last, where it is one: it is no request of its own then. */
export function asAnswer(meant: Understood, message: ViewMessage, view: CaseView): Understood {
  const last = view.state.finished.at(-1);
  if (last?.step.kind !== "ask") return meant;
  const { path } = last.step;
  const candidates = proceduresOf(path);
  if (candidates.length > 0) return chosen(meant, message.text, candidates, view);
  const answer = readYesOrNo(message.text);
  if (answer === null) return meant;
  const values = { ...meant.values, [path]: answer === "yes" };
  return { ...meant, values, requests: [], alternatives: [], next: answer === "yes" ? "act" : "decline" };
}

function chosen(meant: Understood, text: string, candidates: readonly string[], view: CaseView): Understood {
  const [first = "", second] = candidates;
  const answer = readYesOrNo(text);
  if (answer === "no" && meant.next !== "person") return { ...meant, requests: [], alternatives: [], next: "decline" };
  const procedure = answer === "yes" ? first : choiceIn(meant, text, first, second, view);
  if (procedure === null) return meant;
  const request = { procedure, confidence: 1, slots: meant.requests[0]?.slots ?? {} };
  return { ...meant, requests: [request], alternatives: [], next: "act" };
}

const ordinals = [/\b(1|one|1st|first|former)\b/i, /\b(2|two|2nd|second|latter|other)\b/i] as const;
const shortAnswerWords = 6;

function choiceIn(
  meant: Understood,
  text: string,
  first: string,
  second: string | undefined,
  view: CaseView,
): string | null {
  if (second === undefined || meant.next === "person") return null;
  if (text.trim().split(/\s+/).length <= shortAnswerWords) {
    const [isFirst, isSecond] = [ordinals[0].test(text), ordinals[1].test(text)];
    if (isFirst !== isSecond) return isFirst ? first : second;
  }
  if (meant.next === "act") return null;
  return chooseBetween(text, [first, second], view.blueprint);
}

/** The requests of this case by now: those of the last message that had any, in order, but none that is only guessed. */
export function requestsInHand(
  { state }: CaseView,
  bodies: readonly EventBody<"message.understood">[],
): readonly string[] {
  const heard = bodies.findLast(({ next, requests }) => next === "act" && requests.length > 0);
  if (heard !== undefined) return heard.requests.map(({ procedure }) => procedure);
  if (bodies.at(-1)?.next === "ask") return [];
  const kept = state.values[requestsPath]?.value;
  return Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : [];
}

/** Where a message's requests are kept, so that they are pursued one after another. */
export const requestsPath = "message.requests";
/** Whether she has taken it all back since. */
export const takenBackPath = "message.takenBack";
