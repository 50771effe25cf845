import type { JsonObject, ProposedStep } from "@purser/contract";
import type { Blueprint } from "../../../blueprint/blueprint.ts";
import type { CaseView } from "../../reasoner.ts";
import { lastQuestion, requestPath, wordsOf } from "../planning/last-question.ts";
import { saysFarewell, type SmallTalk } from "../understanding/small-talk.ts";
import { openConfirmation, stillOpen } from "./while-asking.ts";
import { askedPath } from "../understanding/own-paths.ts";

type Step = { step: ProposedStep; reason: string; asked?: JsonObject };

/** Answers who asks for nothing, and reminds of what she was asked. */
export function answerSmallTalk(kind: SmallTalk, view: CaseView): Step {
  const { state, blueprint } = view;
  const reason = "Small talk: nothing is asked for.";
  const last = state.finished.at(-1);
  const open = openConfirmation(view);
  // What she wants at all is hers to say: it is not asked of one who thanks.
  const asked = lastQuestion(state) === requestPath ? null : lastQuestion(state);
  const question = open === null ? (asked === null ? null : wordsOf(asked, state)) : stillOpen(open);
  const kept = asked === null || open !== null ? {} : { asked: { [askedPath]: asked } };
  const words = wordsFor(kind, blueprint);
  const said = view.messages.findLast(({ direction }) => direction === "in")?.text ?? "";
  const leaves = kind === "goodbye" || (open === null && saysFarewell(said));
  if (question !== null && !leaves) {
    const text = kind === "what-can-you-do" ? `${words} Or first this: ${question}` : `${brief[kind]} ${question}`;
    return { step: { kind: "reply", reply: { text: text.trim(), claims: [] } }, reason, ...kept };
  }
  const reply = { text: words, claims: [] };
  // What was resolved stays so: thanks reopen nothing.
  if (last?.step.kind === "resolve" && (kind === "thanks" || kind === "goodbye" || kind === "content"))
    return { step: { kind: "resolve", summary: last.step.summary, reply }, reason };
  return { step: { kind: "reply", reply }, reason };
}

/** Before a question that is still open. */
const brief: Readonly<Record<SmallTalk, string>> = {
  greeting: "Hello!",
  thanks: "You're welcome.",
  goodbye: "",
  content: "All right.",
  "what-can-you-do": "",
  "what-can-i-do": "",
  "who-are-you": "I am a program; a colleague takes over whenever you ask for one.",
};

function wordsFor(kind: SmallTalk, blueprint: Blueprint): string {
  const { name, agent } = blueprint.settings;
  switch (kind) {
    case "greeting":
      return `Hello! I am ${agent.name}, ${name}'s assistant. What can I do for you?`;
    case "thanks":
      return "You're welcome! Just write if there is anything else.";
    case "goodbye":
      return "Goodbye, and just write if there is anything else.";
    case "content":
      return "All right. Just write if there is anything else.";
    case "what-can-you-do":
    case "what-can-i-do":
      return `${offersOf(blueprint, "This is what I can do here")}Just tell me in your own words what you need.`;
    case "who-are-you":
      return `I am ${agent.name}, a program that answers for ${name}. A colleague takes over whenever you ask for one. What can I do for you?`;
    default:
      return kind satisfies never;
  }
}

const mostOffers = 8;

/** What a customer may ask for, in words for her, after the lead; empty where nothing is offered. */
export function offersOf({ procedures }: Blueprint, lead: string): string {
  const titles = [...procedures.values()].flatMap(({ name, header }) =>
    header.when.length === 0 ? [] : [header.title ?? name.replaceAll("-", " ")],
  );
  const some = titles.length > mostOffers ? [...titles.slice(0, mostOffers), "and more"] : titles;
  return some.length === 0 ? "" : `${lead}: ${some.join("; ")}. `;
}
