import type { EventBody, JsonObject, MessageId, ProposedStep } from "@purser/contract";
import { messageIdSchema } from "@purser/contract";
import { readYesOrNo } from "../../cases/yes-or-no.ts";
import type { CaseView, Reasoner, Thought, ViewMessage } from "../reasoner.ts";
import {
  asAnswer,
  asAnswerToGuide,
  askedWords,
  hasDeclinedOffer,
  meansPath,
  requestsInHand,
  requestsPath,
  takenBackPath,
} from "./answers.ts";
import { handoffOf } from "./handoff.ts";
import { isNeverMind } from "./never-mind.ts";
import { titleOf } from "./offer.ts";
import { pursueAll } from "./pursue-all.ts";
import { takeBack } from "./take-back.ts";
import { understand, type Understood } from "./understand.ts";

type Hearing = {
  bodies: EventBody<"message.understood">[];
  values: JsonObject;
  latest: Understood | null;
  messages: readonly ViewMessage[];
};
type Step = { step: ProposedStep; reason: string };

/**
 * The reasoner that needs no model: understands by the examples of the blueprint, plans by one search over the tools'
 * needs and gives, and answers from templates. It contains no procedure's and no tool's name.
 */
export const rulesReasoner: Reasoner = { name: "rules", think: async (view) => thinkAbout(view) };

function thinkAbout(view: CaseView): Thought {
  const heard = hearUnread(view);
  const { step, reason } = stepFor(view, heard);
  return { understood: heard.bodies, step: asked(step, reason, view), reason };
}

/**
 * A question takes the place of an open confirmation: what she was asked to confirm may not be what she wants any more, and
 * her next yes must not be taken for a yes to it.
 */
function asked(step: ProposedStep, reason: string, { state }: CaseView): ProposedStep {
  const open = state.proposals.find(({ phase }) => phase.kind === "asking");
  if (step.kind !== "ask" || open === undefined) return step;
  return { kind: "withdraw", proposalId: open.proposalId, reason, reply: { text: step.question, claims: [] } };
}

function stepFor(view: CaseView, heard: Hearing): Step {
  const { blueprint, state } = view;
  if (heard.latest?.wantsPerson === true || state.wantsPerson)
    return handoffOf("person-asked", "The customer asked for a person.", "Answer her in person.");
  if (hasDeclinedOffer(heard.messages, view)) return leftAsItIs();
  if ((heard.values[takenBackPath] ?? state.values[takenBackPath]?.value) === true) return takeBack(view);
  const names = requestsInHand(view, heard.bodies);
  const procedures = names.flatMap((name) => blueprint.procedures.get(name) ?? []);
  if (procedures.length === 0) return askWhich(view, heard) ?? notUnderstood(view);
  const asked = new Set(heard.latest?.next === "act" ? heard.latest.requests.map(({ procedure }) => procedure) : []);
  const pursuit = pursueAll(procedures, view, heard.values, asked);
  if (!("step" in pursuit))
    return handoffOf(pursuit.trigger ?? "no-way", pursuit.why, `Go on with ${names.join(", ")} by hand.`);
  return { step: pursuit.step, reason: pursuit.reason === "" ? `About ${names.join(", ")}.` : pursuit.reason };
}

/** Reads each new message, as an answer where it is one. What it asks for is kept among the facts. */
function hearUnread(view: CaseView): Hearing {
  const { state } = view;
  const from = state.unreadFromSeq;
  const unread = from === null ? [] : view.messages.filter(({ seq, direction }) => direction === "in" && seq >= from);
  const bodies: EventBody<"message.understood">[] = [];
  let values: JsonObject = {};
  let latest: Understood | null = null;
  for (const message of unread) {
    const meant = meaningOf(message, view);
    latest = { ...meant, values: { ...meant.values, ...requestFacts(meant) } };
    values = { ...values, ...latest.values };
    bodies.push({ messageId: messageIdOf(message), reasoner: "rules", ...latest });
  }
  return { bodies, values, latest, messages: unread };
}

function meaningOf(message: ViewMessage, view: CaseView): Understood {
  const meant = understand(message.text, view.now, view.blueprint);
  const understood = asAnswerToGuide(meant, message, view) ?? wishOf(meant, message, view);
  return { ...understood, values: { ...understood.values, ...askedWords(meant, message, view) } };
}

function wishOf(meant: Understood, message: ViewMessage, view: CaseView): Understood {
  if (meant.wantsPerson || !isNeverMind(message.text, view.state)) {
    const answer = asAnswer(meant, message, view);
    // A yes or no that answers nothing asks for nothing either.
    const isNoWish = answer === meant && readYesOrNo(message.text) !== null;
    return isNoWish ? { ...meant, requests: [], alternatives: [], next: "act" } : answer;
  }
  return { ...meant, requests: [], alternatives: [], next: "act", values: { ...meant.values, [takenBackPath]: true } };
}

/** What is kept of a message's requests; a new one counts over what was taken back before. */
function requestFacts({ next, requests }: Understood): JsonObject {
  if (next !== "act" || requests.length === 0) return {};
  return { [requestsPath]: requests.map(({ procedure }) => procedure), [takenBackPath]: false };
}

function messageIdOf({ id }: ViewMessage): MessageId {
  return messageIdSchema.parse(id);
}

/** From here on she is asked about the one request alone. */
const nearlySure = 0.85;

/** Unsure, she is asked once in the words of the procedures' goals: is it this, or is it that? */
function askWhich({ state, blueprint }: CaseView, { bodies }: Hearing): Step | null {
  const unsure = bodies.findLast(({ next }) => next === "ask");
  const likeliest = unsure?.requests[0];
  const names = [likeliest?.procedure, (likeliest?.confidence ?? 0) < nearlySure ? unsure?.alternatives[0] : undefined];
  const procedures = names.flatMap((name) => (name === undefined ? [] : (blueprint.procedures.get(name) ?? [])));
  const [first, second] = procedures;
  if (first === undefined) return null;
  const path = meansPath(procedures.map(({ name }) => name));
  if (state.finished.some(({ step }) => step.kind === "ask" && step.path === path)) return null;
  const question =
    second === undefined
      ? `Do I understand you right: ${titleOf(first)}? Please answer yes or no.`
      : `Let me be sure that I understand you. Is it this: (1) ${titleOf(first)}? Or this: (2) ${titleOf(second)}? Please answer 1 or 2, or tell me in other words.`;
  const reason = `The message may be about ${procedures.map(({ name }) => name).join(" or ")}.`;
  return { step: { kind: "ask", path, question }, reason };
}

const mostOffers = 8;

/** Says what can be done here, once; a second message in a row that nobody could make sense of goes to a person. */
function notUnderstood(view: CaseView): Step {
  const { state, blueprint } = view;
  const times = state.finished.filter(({ step }) => step.kind === "ask" && step.path === "message.request").length;
  if (times >= 1)
    return handoffOf(
      "not-understood",
      "The customer's messages were not understood.",
      "Ask the customer what she needs.",
    );
  const offers = [...blueprint.procedures.keys()].map((name) => name.replaceAll("-", " "));
  const some = offers.length > mostOffers ? [...offers.slice(0, mostOffers), "and more"] : offers;
  const question = `I am not sure that I can help with that. What I can do here: ${some.join(", ")}. Could you tell me in one sentence what I can do for you?`;
  return {
    step: { kind: "ask", path: "message.request", question },
    reason: "No procedure's examples are like the message.",
  };
}

/** She wants nothing of what was offered instead. */
function leftAsItIs(): Step {
  const text = "All right. Just write if I can do anything else for you.";
  return { step: { kind: "reply", reply: { text, claims: [] } }, reason: "The customer took none of the offers." };
}
