import type { Json, JsonObject } from "@purser/contract";
import type { CaseView, ViewMessage } from "../reasoner.ts";
import { afterGuideStep, readHelped } from "./guide.ts";
import { readOfferAnswer } from "./offer.ts";
import type { Understood } from "./understand.ts";

/** An answer longer than this may hold a request of its own, which then counts. */
const longestPlainAnswer = 12;

/**
 * A message as the answer to what was asked last, when that was a step to try or an offer of something else; null when
 * it is no such answer and means what it says by itself.
 */
export function asAnswerToGuide(meant: Understood, message: ViewMessage, view: CaseView): Understood | null {
  const asked = view.state.finished.at(-1)?.step;
  if (asked?.kind !== "ask" || meant.wantsPerson) return null;
  const offer = readOfferAnswer(asked.path, message.text);
  if (offer === "none") return { ...meant, requests: [], alternatives: [], next: "decline" };
  if (offer !== null) {
    const request = { procedure: offer.takes, confidence: 1, slots: meant.values };
    return { ...meant, requests: [request], alternatives: [], next: "act" };
  }
  const helped = guideValues(asked.path, meant, message, view);
  if (helped === null) return null;
  return { ...meant, values: { ...meant.values, ...helped }, requests: [], alternatives: [], next: "act" };
}

/** Did she want nothing of what was offered last? */
export function hasDeclinedOffer(messages: readonly ViewMessage[], { state }: CaseView): boolean {
  const asked = state.finished.at(-1)?.step;
  const last = messages.at(-1);
  return asked?.kind === "ask" && last !== undefined && readOfferAnswer(asked.path, last.text) === "none";
}

function guideValues(path: string, meant: Understood, { text }: ViewMessage, view: CaseView): JsonObject | null {
  const { state, blueprint } = view;
  const name = state.requests.at(-1)?.procedure ?? state.procedure;
  const guide = name === null ? undefined : blueprint.procedures.get(name)?.header.guide;
  const helped = readHelped(text);
  if (guide === undefined || helped === null) return null;
  const asksElse = meant.next === "act" && meant.requests.some(({ procedure }) => procedure !== name);
  if (asksElse && text.split(/\s+/).length > longestPlainAnswer) return null;
  return afterGuideStep(guide, path, helped);
}

/** The fact that holds the words in which she last asked for something, for tools that search by them. */
const wordsPath = "message.text";
const longestWords = 2000;

/** Her words, when a tool of what she asks for searches by them; nothing otherwise, so that they are not kept twice. */
export function askedWords({ requests }: Understood, { text }: ViewMessage, { blueprint }: CaseView): JsonObject {
  const { procedures, toolbox } = blueprint;
  const tools = requests.flatMap(({ procedure }) => procedures.get(procedure)?.header.tools ?? []);
  const isNeeded = tools.some((name) =>
    Object.values((toolbox.lookups.get(name) ?? toolbox.actions.get(name))?.needs ?? {}).includes(wordsPath),
  );
  const words: Record<string, Json> = {};
  if (isNeeded) words[wordsPath] = text.slice(0, longestWords);
  return words;
}
