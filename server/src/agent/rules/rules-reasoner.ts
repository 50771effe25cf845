import type { JsonObject, ProposedStep } from "@purser/contract";
import { readYesOrNo } from "../../cases/yes-or-no.ts";
import { type CaseView, knownValues, type Reasoner, type Thought, type ViewMessage } from "../reasoner.ts";
import { bringsChange } from "./asking/about-open.ts";
import { afterwards } from "./hearing/afterwards.ts";
import { answerSmallTalk, offersOf } from "./hearing/answer-small-talk.ts";
import { hasDeclinedOffer } from "./hearing/answers.ts";
import { asksWhyIdentify, openIdentification, remindToIdentify } from "./asking/identifying.ts";
import { receiveFileAlone } from "./hearing/file-alone.ts";
import { isGuideStep, readHelped } from "./planning/guide.ts";
import { handoffOf } from "./planning/handoff.ts";
import { legiblePart } from "./understanding/legible.ts";
import { namesAnother } from "./asking/named-anew.ts";
import { lastQuestion, openNeed, requestPath, wordsOf } from "./planning/last-question.ts";
import { askForAnother } from "./asking/other-one.ts";
import { pursueAll } from "./pursuing/pursue-all.ts";
import { isNeverMind } from "./asking/never-mind.ts";
import { readSmallTalk } from "./understanding/small-talk.ts";
import { noneOfListed } from "./asking/none-listed.ts";
import { offerPath } from "./asking/offer.ts";
import { addedIn } from "./hearing/one-more.ts";
import { isLastTurn } from "./pursuing/several-named.ts";
import { askInItsLanguage } from "./asking/other-language.ts";
import { takeBack } from "./planning/take-back.ts";
import type { Understood } from "./understanding/understand.ts";
import { isNoneOf, questionFor } from "./asking/which-meant.ts";
import {
  answerAboutOpen,
  answerAside,
  askAgain,
  comesAfter,
  comesInstead,
  comesNext,
  hesitates,
  leavesOpen,
  openConfirmation,
  roleOf,
  saysNo,
  stillOpen,
} from "./hearing/while-asking.ts";
import { inHand, inHandProcedures, isBeginning, requestsInHand } from "./planning/in-hand.ts";
import { asksHowItStands, sayHowItStands } from "./hearing/what-was-done.ts";
import { aboutOpenIn } from "./hearing/asides.ts";
import { hearUnread, type Hearing } from "./hearing/hear-unread.ts";
import { askedPath, asidePath, otherPath, takenBackPath } from "./understanding/own-paths.ts";

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
 * her next yes must not be taken for a yes to it.
 */
function inPlaceOfOpen({ step, reason, asked }: Step, { state }: CaseView): Step {
  const open = state.proposals.find(({ phase }) => phase.kind === "asking");
  if (step.kind !== "ask" || open === undefined) return { step, reason, ...(asked === undefined ? {} : { asked }) };
  const reply = { text: step.question, claims: [] };
  return {
    step: { kind: "withdraw", proposalId: open.proposalId, reason, reply, asks: step.path },
    reason,
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
  const standing = howItStands(heard, view);
  if (standing !== null) return standing;
  const foreign = askInItsLanguage(heard.messages, heard.latest, view);
  if (foreign !== null) return foreign;
  const interlude = whileAsking(view, heard) ?? whileIdentifying(view, heard);
  if (interlude !== null) return interlude;
  const after = afterwards(heard.messages, heard.latest, inHandProcedures(view), view);
  if (after !== null) return after;
  if (hasDeclinedOffer(heard.messages, view)) return leftAsItIs();
  const none = noneOfListed(heard.messages, view);
  if (none !== null) return none;
  if ((heard.values[takenBackPath] ?? state.values[takenBackPath]?.value) === true) return takeBack(view);
  const names = isLost(heard, view) ? [] : requestsInHand(state, heard.bodies, heard.values);
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
  const procedures = inHandProcedures(view);
  return isNothing && isOver && (!bringsChange(latest, procedures, view) || namesAnother(procedures, latest, view));
}

/** Only when none of her new messages asks for anything. A yes or no to nothing is no more than an "all right". */
function smallTalkIn({ messages, latest }: Hearing, view: CaseView): Step | null {
  const question = lastQuestion(view.state);
  // To whom nothing was said yet "cancel" is no answer.
  const isAsked = question !== null || openConfirmation(view) !== null || isBeginning(view);
  const kinds = messages.map(({ text }) => {
    // "Nothing" tells how a step of a guide went.
    if (question !== null && isGuideStep(question) && readHelped(text) !== null) return null;
    if (readYesOrNo(text) === null) return readSmallTalk(text);
    // A yes says nothing to "what can I do for you?".
    if (question === requestPath && readYesOrNo(text) === "yes") return "content";
    return isAsked ? null : "content";
  });
  const kind = kinds.at(-1) ?? null;
  if (kind === null || kinds.includes(null) || latest?.values[takenBackPath] === true) return null;
  if (kind === "what-can-i-do" && isOfWhatIsInHand(messages, latest, view)) return null;
  const identification = kind === "goodbye" ? null : openIdentification(view);
  return identification === null ? answerSmallTalk(kind, view) : remindToIdentify("", identification);
}

/** Only when none of her new messages asks for anything else. */
function howItStands({ messages }: Hearing, view: CaseView): Step | null {
  const message = messages.at(-1);
  const isAll = messages.every((each) => asksHowItStands(each, view));
  return message === undefined || !isAll ? null : sayHowItStands(message, view);
}

/** "What can I do?" is first of all about what was just done or refused, where there is an answer to that. */
function isOfWhatIsInHand(messages: readonly ViewMessage[], latest: Understood | null, view: CaseView): boolean {
  return afterwards(messages, latest, inHandProcedures(view), view) !== null;
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
      ? (openNeed(view.state, named(inHand(view)))?.question ??
        openIdentification(view) ??
        askedBefore(view, heard.values))
      : stillOpen(open);
  if (asides.length > 0 && question !== undefined)
    return answerAside(asides, view, { ...knownValues(view.state), ...heard.values }, question);
  const added = addedIn(heard.values, view);
  if (added.length > 0) return comesAfter(added, open, openNeed(view.state, named(inHand(view))));
  if (open === null) return null;
  const { latest } = heard;
  const message = heard.messages.at(-1);
  if (latest === null || message === undefined) return null;
  // What follows is not taken back with it.
  if (isNeverMind(message.text, view.state) && !isLastTurn(view.state))
    return askAgain(view, open, "If you would rather leave this as it is, please answer no to it:");
  const about = aboutOpenIn(message, latest, view);
  if (about !== null) return answerAboutOpen(about, open, view);
  if (hesitates(message.text))
    return askAgain(view, open, "Take your time: nothing is done before you say yes. Still open is this:");
  const role = heard.values[otherPath] === true ? "answer" : roleOf(latest, message.text, inHand(view), view);
  const wanted = named(
    latest.requests.map(({ procedure }) => procedure).filter((name) => !inHand(view).includes(name)),
  );
  const [first] = wanted;
  if (role === "unclear" && saysNo(message.text)) return leavesOpen(open);
  if (role === "unclear") return askAgain(view, open, "I am not sure that I understand you.");
  if (role === "next") return comesNext(wanted, open);
  if (role !== "instead" || first === undefined) return null;
  return comesInstead(first, open);
}

/** What was asked before the aside, where something was planned or looked up for it since. */
function askedBefore({ state }: CaseView, heard: JsonObject): string | undefined {
  const path = heard[askedPath] ?? state.values[askedPath]?.value;
  return typeof path === "string" ? (wordsOf(path, state) ?? undefined) : undefined;
}

/** What she writes while she has to show who she is, where it asks for nothing else. */
function whileIdentifying(view: CaseView, { latest, messages }: Hearing): Step | null {
  const open = openIdentification(view);
  const message = messages.at(-1);
  if (open === null || latest === null || message === undefined) return null;
  const isElsewhere = latest.next === "act" && latest.requests.length > 0 && !asksWhyIdentify(message.text);
  return isElsewhere ? null : remindToIdentify(message.text, open);
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
  if (!/[\p{L}\d]/u.test(said) && person !== undefined) {
    const question =
      "I'm sorry if something is wrong. Please tell me in a few words what it is, or shall a colleague of mine answer you here? Please answer yes or no then.";
    return { step: { kind: "ask", path: offer, question }, reason: "There are no words in the message." };
  }
  if (state.finished.some(({ step }) => step.kind !== "reply") && person !== undefined) {
    const question =
      "I am not sure what you mean. Shall a colleague of mine answer you here? Please answer yes or no, or tell me in other words.";
    return { step: { kind: "ask", path: offer, question }, reason };
  }
  const question = `I am not sure that I can help with that. ${offersOf(blueprint, "What I can do here")}Could you tell me in one sentence what I can do for you?`;
  return { step: { kind: "ask", path: requestPath, question }, reason };
}

/** She wants nothing of what was offered instead. */
function leftAsItIs(): Step {
  const text = "All right. Just write if I can do anything else for you.";
  return { step: { kind: "reply", reply: { text, claims: [] } }, reason: "The customer took none of the offers." };
}
