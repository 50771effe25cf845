import type { EventBody, Instant, Json } from "@purser/contract";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { type Classifier, classifierOf } from "./similarity.ts";
import { readSlots } from "./slots.ts";

export type Understood = Omit<EventBody<"message.understood">, "messageId" | "reasoner">;

/** The request to leave or take back what was asked for; no procedure has this name. */
export const neverMind = "never-mind";

/** From here on a request is acted on; between the two the customer is asked; below it is not understood. */
const actFrom = 0.34;
const askFrom = 0.2;

const personPattern =
  /\b(talk|speak|chat|connect|put me|transfer|get me)\b[^.!?]{0,40}\b(person|human|someone|somebody|agent|representative|manager|colleague|real)\b|\b(real|actual) (person|human)\b|\bhuman( being)? please\b|\bno (bot|robot)s?\b/i;
const frustratedPattern =
  /\b(ridiculous|unacceptable|furious|angry|disgust\w*|terrible|awful|worst|fed up|not happy|unhappy|disappointed|upset|ruined|third time|joke)\b|!{2,}/i;
const neverMindPattern =
  /\b(never ?mind|changed? (my|her|his|our) minds?|forget (it|about it)|leave it( as it is)?|call it off|don'?t (exchange|send|change|bother)|no longer (need|want)|we('| a)?re? (keeping|going to keep)|i('| wi)?ll keep)\b/i;

const classifiers = new WeakMap<Blueprint, Classifier>();

/** What one message asks for, by the examples of the procedures. Local and offline: the same message means the same. */
export function understand(text: string, now: Instant, blueprint: Blueprint): Understood {
  const [best, second] = classifierFor(blueprint)(text);
  const values: Record<string, Json> = readSlots(text, now, blueprint.settings);
  const wantsPerson = personPattern.test(text);
  const frustrated = frustratedPattern.test(text);
  const isNeverMind = neverMindPattern.test(text);
  const base = { frustrated, wantsPerson, values };
  if (wantsPerson) return { ...base, requests: [], alternatives: [], next: "person" };
  if (isNeverMind)
    return {
      ...base,
      requests: [{ procedure: neverMind, confidence: 1, slots: values }],
      alternatives: [],
      next: "act",
    };
  if (best === undefined || best.score < askFrom) return { ...base, requests: [], alternatives: [], next: "decline" };
  const request = { procedure: best.label, confidence: best.score, slots: values };
  if (best.score >= actFrom) return { ...base, requests: [request], alternatives: [], next: "act" };
  return { ...base, requests: [request], alternatives: second === undefined ? [] : [second.label], next: "ask" };
}

function classifierFor(blueprint: Blueprint): Classifier {
  const known = classifiers.get(blueprint);
  if (known !== undefined) return known;
  const classifier = classifierOf(
    new Map([...blueprint.procedures.values()].map(({ name, header }) => [name, header.when])),
  );
  classifiers.set(blueprint, classifier);
  return classifier;
}
