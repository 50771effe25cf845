import type { EventBody, Json, JsonObject, MessageId, ProposedStep } from "@purser/contract";
import { messageIdSchema } from "@purser/contract";
import { readYesOrNo } from "../../cases/yes-or-no.ts";
import type { Procedure } from "../../blueprint/procedure.ts";
import { type CaseView, knownValues, type Reasoner, type Thought, type ViewMessage } from "../reasoner.ts";
import { type AboutOpen, askedAboutOpen, bringsChange } from "./about-open.ts";
import { afterwards, correctsDone, isFollowUp } from "./afterwards.ts";
import { answerSmallTalk, offersOf, requestPath } from "./answer-small-talk.ts";
import {
  asAnswer,
  asAnswerToGuide,
  asAskedFor,
  asChosen,
  askedWords,
  hasDeclinedOffer,
  requestsInHand,
  requestsPath,
} from "./answers.ts";
import { asksWhyIdentify, openIdentification, remindToIdentify } from "./identifying.ts";
import { isFileAlone, receiveFileAlone, saysNothing } from "./file-alone.ts";
import { isGuideStep, readHelped } from "./guide.ts";
import { handoffOf } from "./handoff.ts";
import { legiblePart } from "./legible.ts";
import { isAfterAll, isNeverMind, takenBackPath } from "./never-mind.ts";
import { allPath, meansAllOfHers } from "./one-by-one.ts";
import { againPath } from "./outdated.ts";
import { askedPath, lastQuestion, openNeed } from "./last-question.ts";
import { anotherThan, askForAnother, otherPath, wantsAnother } from "./other-one.ts";
import { asMeantRather, insteadOfNeverMind } from "./meant-rather.ts";
import { pursueAll } from "./pursue-all.ts";
import { readSmallTalk } from "./small-talk.ts";
import { asksAfterWait, waitingOf } from "./wait-for.ts";
import { offerPath } from "./offer.ts";
import { takeBack } from "./take-back.ts";
import { understand, type Understood } from "./understand.ts";
import { isNoneOf, questionFor } from "./which-meant.ts";
import {
  answerAboutOpen,
  answerAside,
  asidePath,
  askAgain,
  comesInstead,
  comesNext,
  openConfirmation,
  roleOf,
  stillOpen,
} from "./while-asking.ts";

type Hearing = {
  bodies: EventBody<"message.understood">[];
  values: JsonObject;
  latest: Understood | null;
  messages: readonly ViewMessage[];
};
/** A step; `asked` are facts to keep of the question that goes with it. */
type Step = { step: ProposedStep; reason: string; asked?: JsonObject };

/**
 * The reasoner that needs no model: understands by the examples of the blueprint, plans by one search over the tools'
 * needs and gives, and answers from templates. It contains no procedure's and no tool's name.
 */
export const rulesReasoner: Reasoner = {
  name: "rules",
  think: async (view) => thinkAbout({ ...view, messages: view.messages.map(asRead) }),
  keepsToAllowance: true,
};

function asRead(message: ViewMessage): ViewMessage {
  return { ...message, text: legiblePart(message.text) };
}

function thinkAbout(view: CaseView): Thought {
  const heard = hearUnread(view);
  const { step, reason, asked } = inPlaceOfOpen(stepFor(view, heard), view);
  return { understood: withAsked(heard.bodies, asked), step, reason };
}

/**
 * A question takes the place of an open confirmation: what she was asked to confirm may not be what she wants any more, and
 * her next yes must not be taken for a yes to it. What it was about is kept among the facts of the message.
 */
function inPlaceOfOpen({ step, reason, asked }: Step, { state }: CaseView): Step {
  const open = state.proposals.find(({ phase }) => phase.kind === "asking");
  if (step.kind !== "ask" || open === undefined) return { step, reason, ...(asked === undefined ? {} : { asked }) };
  const reply = { text: step.question, claims: [] };
  return {
    step: { kind: "withdraw", proposalId: open.proposalId, reason, reply },
    reason,
    asked: { [askedPath]: step.path },
  };
}

function withAsked(bodies: Hearing["bodies"], asked: JsonObject | undefined): Hearing["bodies"] {
  const last = bodies.at(-1);
  if (last === undefined || asked === undefined) return bodies;
  return [...bodies.slice(0, -1), { ...last, values: { ...last.values, ...asked } }];
}

function stepFor(view: CaseView, heard: Hearing): Step {
  const { blueprint, state } = view;
  if (heard.latest?.wantsPerson === true || state.wantsPerson)
    return handoffOf("person-asked", "The customer asked for a person.", "Answer her in person.");
  const file = receiveFileAlone(heard.messages, view);
  if (file !== null) return file;
  const smallTalk = smallTalkIn(heard, view);
  if (smallTalk !== null) return smallTalk;
  const interlude = whileAsking(view, heard) ?? whileIdentifying(view, heard);
  if (interlude !== null) return interlude;
  const after = afterwards(heard.messages, heard.latest, inHandProcedures(view), view);
  if (after !== null) return after;
  if (hasDeclinedOffer(heard.messages, view)) return leftAsItIs();
  if ((heard.values[takenBackPath] ?? state.values[takenBackPath]?.value) === true) return takeBack(view);
  const names = isLost(heard, view) ? [] : requestsInHand(state, heard.bodies);
  const procedures = names.flatMap((name) => blueprint.procedures.get(name) ?? []);
  if (procedures.length === 0) return askWhich(view, heard) ?? notUnderstood(view, heard);
  const asked = new Set(heard.latest?.next === "act" ? heard.latest.requests.map(({ procedure }) => procedure) : []);
  if (heard.values[otherPath] === true) {
    const another = askForAnother(procedures, view, { ...knownValues(state), ...heard.values });
    if (another !== null) return another;
  }
  const pursuit = pursueAll(procedures, view, heard.values, asked);
  if (!("step" in pursuit))
    return handoffOf(pursuit.trigger ?? "no-way", pursuit.why, `Go on with ${names.join(", ")} by hand.`);
  return { step: pursuit.step, reason: pursuit.reason === "" ? `About ${names.join(", ")}.` : pursuit.reason };
}

/** What she writes means nothing to us and answers nothing: to say once more what she has read would be no answer either. */
function isLost({ latest }: Hearing, view: CaseView): boolean {
  const { state } = view;
  const last = state.finished.at(-1)?.step.kind;
  const isOver = (last === "reply" || last === "resolve") && lastQuestion(state) === null;
  const isNothing = latest !== null && latest.next === "decline";
  return isNothing && isOver && !bringsChange(latest, inHandProcedures(view), view);
}

/** Only when none of her new messages asks for anything. A yes or no to nothing is no more than an "all right". */
function smallTalkIn({ messages, latest }: Hearing, view: CaseView): Step | null {
  const question = lastQuestion(view.state);
  const isAsked = question !== null || openConfirmation(view) !== null;
  const kinds = messages.map(({ text }) => {
    // "Nothing" tells how a step of a guide went.
    if (question !== null && isGuideStep(question) && readHelped(text) !== null) return null;
    if (readYesOrNo(text) === null) return readSmallTalk(text);
    return isAsked ? null : "content";
  });
  const kind = kinds.at(-1) ?? null;
  if (kind === null || kinds.includes(null) || latest?.values[takenBackPath] === true) return null;
  const identification = kind === "goodbye" ? null : openIdentification(view);
  return identification === null ? answerSmallTalk(kind, view) : remindToIdentify("", identification);
}

/** A message as a question about what she is asked to confirm just now; null for every other. */
function aboutOpenIn({ text }: ViewMessage, meant: Understood, view: CaseView): AboutOpen | null {
  if (openConfirmation(view) === null) return null;
  return askedAboutOpen(text, meant, inHandProcedures(view), view);
}

/** What she writes while she is asked to confirm something, where it is neither a yes nor a no to it. */
function whileAsking(view: CaseView, heard: Hearing): Step | null {
  const open = openConfirmation(view);
  const { procedures } = view.blueprint;
  const named = (names: readonly string[]) => names.flatMap((name) => procedures.get(name) ?? []);
  const aside = heard.values[asidePath] ?? view.state.values[asidePath]?.value;
  const asides = Array.isArray(aside) ? named(aside.filter((name) => typeof name === "string")) : [];
  const question =
    open === null
      ? (openNeed(view.state, named(inHand(view)))?.question ?? openIdentification(view) ?? undefined)
      : stillOpen(open);
  if (asides.length > 0 && question !== undefined)
    return answerAside(asides, view, { ...knownValues(view.state), ...heard.values }, question);
  if (open === null) return null;
  const { latest } = heard;
  const message = heard.messages.at(-1);
  if (latest === null || message === undefined) return null;
  const about = aboutOpenIn(message, latest, view);
  if (about !== null) return answerAboutOpen(about, open, view);
  const role = heard.values[otherPath] === true ? "answer" : roleOf(latest, message.text, inHand(view), view);
  const wanted = named(
    latest.requests.map(({ procedure }) => procedure).filter((name) => !inHand(view).includes(name)),
  );
  const [first] = wanted;
  if (role === "unclear") return askAgain(view, open, "I am not sure that I understand you.");
  if (role === "next") return comesNext(wanted, open);
  if (role !== "instead" || first === undefined) return null;
  const { step, asked } = comesInstead(first, open);
  return { ...step, asked };
}

/** What she writes while she has to show who she is, where it asks for nothing else. */
function whileIdentifying(view: CaseView, { latest, messages }: Hearing): Step | null {
  const open = openIdentification(view);
  const message = messages.at(-1);
  if (open === null || latest === null || message === undefined) return null;
  const isElsewhere = latest.next === "act" && latest.requests.length > 0 && !asksWhyIdentify(message.text);
  return isElsewhere ? null : remindToIdentify(message.text, open);
}

/** What this case is about by now. */
function inHand({ state }: CaseView): readonly string[] {
  return requestsInHand(state, []);
}

function inHandProcedures(view: CaseView): readonly Procedure[] {
  return inHand(view).flatMap((name) => view.blueprint.procedures.get(name) ?? []);
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
    latest = { ...meant, values: { ...meant.values, ...requestFacts(meant, message, view) } };
    values = { ...values, ...latest.values };
    bodies.push({ messageId: messageIdOf(message), reasoner: "rules", ...latest });
  }
  return { bodies, values, latest, messages: unread };
}

function meaningOf(message: ViewMessage, view: CaseView): Understood {
  if (isFileAlone(message)) return saysNothing;
  const read = understand(message.text, view.now, view.blueprint);
  const meant = asAskedFor(asMeantRather(read, view), message, view);
  const understood =
    asAnswerToGuide(meant, message, view) ?? asChosen(meant, message, view) ?? wishOf(meant, message, view);
  return { ...understood, values: { ...understood.values, ...askedWords(meant, message, view) } };
}

function wishOf(meant: Understood, message: ViewMessage, view: CaseView): Understood {
  const procedures = inHandProcedures(view);
  if (!meant.wantsPerson && procedures.length > 0 && isAfterAll(message.text, view.state)) {
    const requests = procedures.map(({ name }) => ({ procedure: name, confidence: 1, slots: {} }));
    return { ...meant, requests, alternatives: [], next: "act" };
  }
  if (afterwards([message], meant, procedures, view) !== null)
    return { ...meant, wantsPerson: false, values: {}, requests: [], alternatives: [], next: "act" };
  if (!meant.wantsPerson && wantsAnother(message.text, meant, view)) {
    const values = { ...meant.values, ...anotherThan(procedures, view) };
    return { ...meant, values, requests: [], alternatives: [], next: "act" };
  }
  if (
    aboutOpenIn(message, meant, view) !== null ||
    (!meant.wantsPerson && asksAfterWait(message.text, procedures, view))
  )
    return { ...meant, values: {}, requests: [], alternatives: [], next: "act" };
  const rather = meant.wantsPerson ? null : insteadOfNeverMind(message.text, view);
  if (rather !== null) return rather;
  if (meant.wantsPerson || !isNeverMind(message.text, view.state)) {
    const answer = asAnswer(meant, message, view);
    // A yes or no that answers nothing asks for nothing either.
    const isNoWish = answer === meant && readYesOrNo(message.text) !== null;
    if (answer === meant && correctsDone(message.text, meant, procedures, view))
      return { ...meant, requests: [], alternatives: [], next: "act" };
    if (answer === meant && isFollowUp(message.text, meant, procedures, view)) {
      const requests = procedures.map(({ name }) => ({ procedure: name, confidence: 1, slots: {} }));
      return { ...meant, values: {}, requests, alternatives: [], next: "act" };
    }
    return isNoWish ? { ...meant, requests: [], alternatives: [], next: "act" } : answer;
  }
  return { ...meant, requests: [], alternatives: [], next: "act", values: { ...meant.values, [takenBackPath]: true } };
}

/**
 * What is kept of a message's requests; a new one counts over what was taken back before. While she is asked to confirm
 * something, a question in between is kept apart, and another request comes after.
 */
function requestFacts(meant: Understood, { text, seq }: ViewMessage, view: CaseView): JsonObject {
  const { next, requests } = meant;
  const facts: Record<string, Json> = {};
  if (view.state.values[askedPath] !== undefined) facts[askedPath] = null;
  if (view.state.values[asidePath] !== undefined) facts[asidePath] = [];
  if (view.state.values[otherPath]?.value === true && meant.values[otherPath] === undefined) facts[otherPath] = false;
  if (next !== "act" || requests.length === 0) return facts;
  const names = requests.map(({ procedure }) => procedure);
  const hand = inHand(view);
  const handed = hand.flatMap((name) => view.blueprint.procedures.get(name) ?? []);
  const need = openNeed(view.state, handed);
  const isIdentifying = openIdentification(view) !== null;
  if (isIdentifying && asksWhyIdentify(text)) return facts;
  const role =
    openConfirmation(view) === null && need === null && !isIdentifying ? "answer" : roleOf(meant, text, hand, view);
  if (role === "aside") return { ...facts, [asidePath]: names, ...(need === null ? {} : { [askedPath]: need.path }) };
  if (role === "instead" && need === null && !isIdentifying) return facts;
  facts[againPath] = seq;
  if (meansAllOfHers(text)) facts[allPath] = seq;
  else if (view.state.values[allPath] !== undefined) facts[allPath] = false;
  const waiting = waitingOf(handed, view).map(({ name }) => name);
  const kept = role === "next" && need === null ? hand : waiting;
  const before = kept.filter((name) => !names.includes(name));
  return { ...facts, [requestsPath]: [...new Set([...before, ...names])], [takenBackPath]: false };
}

function messageIdOf({ id }: ViewMessage): MessageId {
  return messageIdSchema.parse(id);
}

function askWhich(view: CaseView, { bodies }: Hearing): Step | null {
  const unsure = bodies.findLast(({ next }) => next === "ask");
  const step = unsure === undefined ? null : questionFor(unsure, view);
  if (step === null || unsure === undefined) return null;
  const names = unsure.requests.map(({ procedure }) => procedure);
  return { step, reason: `The message may be about ${[...names, ...unsure.alternatives].join(" or ")}.` };
}

/**
 * Says what can be done here, once, or, where something was done or asked already, asks whether a person shall answer; a
 * second message that nobody could make sense of goes to a person.
 */
function notUnderstood(view: CaseView, { messages }: Hearing): Step {
  const { state, blueprint } = view;
  const [person] = blueprint.understanding.personProcedures;
  const offer = person === undefined ? requestPath : offerPath([person]);
  const times = state.finished.filter(
    ({ step }) => step.kind === "ask" && (step.path === requestPath || step.path === offer),
  );
  const reason = "No procedure's examples are like the message.";
  if (times.length >= 1)
    return handoffOf(
      "not-understood",
      "The customer's messages were not understood.",
      "Ask the customer what she needs.",
    );
  const asked = lastQuestion(state);
  const said = messages.at(-1)?.text ?? "";
  if (asked !== null && isNoneOf(asked, said)) {
    const question = "All right, not that then. Please tell me in other words what I can do for you.";
    return { step: { kind: "ask", path: requestPath, question }, reason: "She has said what she does not mean." };
  }
  if (state.finished.some(({ step }) => step.kind !== "reply") && person !== undefined) {
    const question =
      "I am not sure what you mean. Shall a colleague of mine answer you here? Please answer yes or no, or tell me in other words.";
    return { step: { kind: "ask", path: offer, question }, reason };
  }
  const question = `I am not sure that I can help with that. What I can do here: ${offersOf(blueprint)}. Could you tell me in one sentence what I can do for you?`;
  return { step: { kind: "ask", path: requestPath, question }, reason };
}

/** She wants nothing of what was offered instead. */
function leftAsItIs(): Step {
  const text = "All right. Just write if I can do anything else for you.";
  return { step: { kind: "reply", reply: { text, claims: [] } }, reason: "The customer took none of the offers." };
}
