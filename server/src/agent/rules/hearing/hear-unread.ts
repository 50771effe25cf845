import type { EventBody, Json, JsonObject, MessageId } from "@purser/contract";
import { messageIdSchema } from "@purser/contract";
import { readYesOrNo } from "../../../cases/yes-or-no.ts";
import type { Procedure } from "../../../blueprint/procedure.ts";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { suggestsChange } from "../asking/about-open.ts";
import { afterwards, correctsDone, isFollowUp, isRightAfterReply } from "./afterwards.ts";
import { aboutOpenIn, asAside } from "./asides.ts";
import { asAnswer, asAnswerToGuide, asAskedFor, asChosen, askedWords, withoutRequest } from "./answers.ts";
import { asksWhyIdentify, openIdentification } from "../asking/identifying.ts";
import { isFileAlone, saysNothing } from "./file-alone.ts";
import { wantsSameFor, withoutOldChoices, withoutWordsOfOne } from "../asking/named-anew.ts";
import { isAfterAll, isNeverMind } from "../asking/never-mind.ts";
import { meansAllOfHers } from "../pursuing/one-by-one.ts";
import { anewFact, askedOnceMore } from "../planning/once-more.ts";
import { lastQuestion, openNeed, requestPath } from "../planning/last-question.ts";
import { anotherThan, wantsAnother } from "../asking/other-one.ts";
import { isOffer } from "../asking/offer.ts";
import { namedAgain, withFirstNamed } from "../asking/named-apart.ts";
import { inItsTurn, isLastTurn } from "../pursuing/several-named.ts";
import { asOneMore, onlyNamesMore, putsInPlace } from "./one-more.ts";
import { severalFacts, staysInHand } from "./several-facts.ts";
import {
  asMeantRather,
  insteadOfNeverMind,
  sameWishes,
  saidByTitle,
  withoutOldReasons,
} from "../asking/meant-rather.ts";
import { asPresumed } from "../asking/presumed.ts";
import { refersTo } from "../asking/refers-to.ts";
import { asksAfterWait, waitingOf } from "../pursuing/wait-for.ts";
import { asksForSomething } from "../understanding/sentences.ts";
import { changesSomething, understand, type Understood } from "../understanding/understand.ts";
import { askedAbout, isAskedAbout } from "../asking/which-meant.ts";
import { swappedWords } from "./swapped-words.ts";
import { asWishedApart } from "./wished-apart.ts";
import { asksHowItStands } from "./what-was-done.ts";
import { hesitates, openConfirmation, roleOf } from "./while-asking.ts";
import { inHand, inHandProcedures, isBeginning } from "../planning/in-hand.ts";
import {
  againPath,
  allPath,
  anewPath,
  asidePath,
  askedPath,
  ofEachPath,
  otherPath,
  requestsPath,
  takenBackPath,
} from "../understanding/own-paths.ts";

/** What her new messages mean: as they are kept, the facts of all of them, and the newest. */
export type Hearing = {
  bodies: EventBody<"message.understood">[];
  values: JsonObject;
  latest: Understood | null;
  messages: readonly ViewMessage[];
};

/** Reads each new message, as an answer where it is one. What it asks for is kept among the facts. */
export function hearUnread(view: CaseView): Hearing {
  const { state } = view;
  const from = state.unreadFromSeq;
  const unread = from === null ? [] : view.messages.filter(({ seq, direction }) => direction === "in" && seq >= from);
  const bodies: EventBody<"message.understood">[] = [];
  let values: JsonObject = {};
  let latest: Understood | null = null;
  for (const message of unread) {
    const heard = meaningOf(message, inItsTurn(view));
    const presumed = unread.length === 1 ? asPresumed(heard, message, view) : heard;
    const meant = asWishedApart(presumed, message.text, view);
    const facts = requestFacts(meant, message, view);
    const several = severalFacts(meant, message, facts, view);
    latest = { ...meant, values: { ...keptValues(meant, message, view), ...facts, ...several } };
    values = { ...values, ...latest.values };
    bodies.push({ messageId: messageIdOf(message), reasoner: "rules", ...latest });
  }
  return { bodies, values, latest, messages: unread };
}

/** Of what is unclear while she is asked to confirm something nothing is kept: what she says yes to then is what she was asked. */
function keptValues(meant: Understood, { text }: ViewMessage, view: CaseView): JsonObject {
  const isUnclear = openConfirmation(view) !== null && roleOf(meant, text, inHand(view), view) === "unclear";
  return isUnclear && meant.values[otherPath] !== true ? {} : meant.values;
}

function meaningOf(message: ViewMessage, view: CaseView): Understood {
  if (isFileAlone(message) || asksHowItStands(message, view)) return saysNothing;
  const swapped = swappedWords(message.text, view);
  if (Object.keys(swapped).length > 0) return { ...saysNothing, values: swapped };
  const read = readOf(message, view);
  const more = asOneMore(message, read, view);
  if (more !== null) return more;
  const meant = asAside(asAskedFor(asMeantRather(read, view), message, view), message, view);
  const understood =
    asAnswerToGuide(meant, message, view) ?? asChosen(meant, message, view) ?? wishOf(meant, message, view);
  const kept =
    understood === meant
      ? withoutMereChange(meant, message, view)
      : { ...understood, values: understood.next === "act" ? saidByTitle(understood, view) : understood.values };
  return { ...kept, values: { ...kept.values, ...askedWords(meant, message, view) } };
}

/** What a message asks for, whether she names one thing or several side by side, and by the one that she speaks of. */
function readOf({ text }: ViewMessage, view: CaseView): Understood {
  const { now, blueprint } = view;
  const read = understand(text, now, blueprint);
  const first = read.next === "act" || read.wantsPerson ? null : withFirstNamed(text, view);
  const alone = first === null ? read : understand(first, now, blueprint);
  const meant = alone.next !== "decline" && !alone.wantsPerson ? alone : read;
  const procedures = meant.requests.flatMap(({ procedure }) => blueprint.procedures.get(procedure) ?? []);
  return { ...meant, values: { ...read.values, ...namedAgain(text, procedures, view) } };
}

/**
 * What she tells in answer to a question is asked about before anything else of hers is changed by it: "it's from
 * kim@example.org" says whose order is meant, and is no wish for another address.
 */
function withoutMereChange(meant: Understood, { text }: ViewMessage, view: CaseView): Understood {
  const path = lastQuestion(view.state);
  const isOpen = openConfirmation(view) !== null || (path !== null && path !== requestPath && !isOffer(path));
  const isOfThis = (name: string): boolean => inHand(view).includes(name) || isAskedAbout(name, path ?? "");
  const isElsewhere = meant.requests.some(
    ({ procedure }) => !isOfThis(procedure) && changesSomething(procedure, view.blueprint),
  );
  return meant.next === "act" && isOpen && isElsewhere && !asksForSomething(text) ? { ...meant, next: "ask" } : meant;
}

function wishOf(meant: Understood, message: ViewMessage, view: CaseView): Understood {
  const procedures = inHandProcedures(view);
  if (!meant.wantsPerson && procedures.length > 0 && isAfterAll(message.text, view.state)) {
    return wanting(procedures, meant);
  }
  const onceMore = meant.wantsPerson ? [] : askedOnceMore(message.text, procedures, view);
  if (onceMore.length > 0) return wanting(onceMore, meant);
  const isOneLeft = isNeverMind(message.text, view.state) && !isLastTurn(view.state);
  const isUndecided = hesitates(message.text) || isOneLeft;
  if (openConfirmation(view) !== null && isUndecided) return saysNothing;
  if (isCorrection(message, meant, procedures, view)) return withoutRequest(meant);
  if (!meant.wantsPerson && putsInPlace(message.text, view)) return withoutRequest(meant);
  const isOnlyNamed = onlyNamesMore(message.text, procedures, view);
  if (wantsSameFor(message.text, meant, procedures, view, isOnlyNamed)) {
    const values = { ...sameWishes(procedures, view), ...meant.values };
    return { ...wanting(procedures, meant), values };
  }
  const referred = refersTo(message.text, meant, procedures, view);
  if (referred !== null) return referred;
  if (afterwards([message], meant, procedures, view) !== null)
    return { ...withoutRequest(meant), wantsPerson: false, values: {} };
  if (!meant.wantsPerson && wantsAnother(message.text, meant, view)) {
    const values = { ...sameWishes(procedures, view), ...meant.values, ...anotherThan(procedures, view) };
    // Once it was done with one of them she wants it for the other, too.
    const isOver = view.state.finished.at(-1)?.step.kind === "resolve" && lastQuestion(view.state) === null;
    if (!isOver) return { ...withoutRequest(meant), values };
    return { ...wanting(procedures, meant), values: { ...withoutWordsOfOne(procedures, meant, view), ...values } };
  }
  if (
    aboutOpenIn(message, meant, view) !== null ||
    (!meant.wantsPerson && asksAfterWait(message.text, procedures, view))
  )
    return { ...withoutRequest(meant), values: {} };
  const rather = meant.wantsPerson ? null : insteadOfNeverMind(message.text, view);
  if (rather !== null) return rather;
  if (meant.wantsPerson || !isNeverMind(message.text, view.state)) {
    const answer = asAnswer(meant, message, view);
    // A yes or no that answers nothing asks for nothing either.
    const isNoWish = answer === meant && readYesOrNo(message.text) !== null && !isBeginning(view);
    if (answer === meant && correctsDone(message.text, meant, procedures, view)) return withoutRequest(meant);
    if (answer === meant && isFollowUp(message.text, meant, procedures, view)) {
      return { ...wanting(procedures, meant), values: {} };
    }
    return isNoWish ? withoutRequest(meant) : answer;
  }
  return { ...withoutRequest(meant), values: { ...meant.values, [takenBackPath]: true } };
}

/** Something else for what she is asked to confirm, or has just read that it cannot be, in words that would otherwise be read as a question to our pages. */
function isCorrection({ text }: ViewMessage, meant: Understood, inHand: readonly Procedure[], view: CaseView): boolean {
  const isOnlyAnswered = meant.requests.every(({ procedure }) => !changesSomething(procedure, view.blueprint));
  const isOpen = openConfirmation(view) !== null || isRightAfterReply(view);
  return isOpen && isOnlyAnswered && suggestsChange(text, meant, inHand, view);
}

function wanting(procedures: readonly Procedure[], meant: Understood): Understood {
  const requests = procedures.map(({ name }) => ({ procedure: name, confidence: 1, slots: {} }));
  return { ...meant, requests, alternatives: [], next: "act" };
}

/**
 * What is kept of a message's requests; a new one counts over what was taken back before. While she is asked to confirm
 * something, a question in between is kept apart, and another request comes after.
 */
function requestFacts(meant: Understood, message: ViewMessage, view: CaseView): JsonObject {
  const { text, seq } = message;
  const { next, requests } = meant;
  const facts: Record<string, Json> = {};
  if (view.state.values[askedPath] !== undefined) facts[askedPath] = null;
  if (view.state.values[asidePath] !== undefined) facts[asidePath] = [];
  if (view.state.values[otherPath]?.value === true && meant.values[otherPath] === undefined) facts[otherPath] = false;
  if (next !== "act" || requests.length === 0) return facts;
  const isChoice = requests.some(({ procedure }) => isAskedAbout(procedure, lastQuestion(view.state) ?? ""));
  if (!isChoice && view.state.values[ofEachPath] !== undefined && meant.values[ofEachPath] === undefined)
    facts[ofEachPath] = {};
  const names = requests.map(({ procedure }) => procedure);
  const asked = lastQuestion(view.state);
  if (isMeansAside(names, text, asked, view)) return { ...facts, [asidePath]: names, [askedPath]: asked };
  const hand = inHand(view);
  const handed = inHandProcedures(view);
  const need = openNeed(view.state, handed);
  const isIdentifying = openIdentification(view) !== null;
  if (isIdentifying && asksWhyIdentify(text)) return facts;
  const role =
    openConfirmation(view) === null && need === null && !isIdentifying ? "answer" : roleOf(meant, text, hand, view);
  if (role === "aside") return { ...facts, [asidePath]: names, ...(need === null ? {} : { [askedPath]: need.path }) };
  if (role === "instead" && need === null && !isIdentifying) return facts;
  Object.assign(facts, withoutOldReasons(names, meant, view));
  const wanted = names.flatMap((name) => view.blueprint.procedures.get(name) ?? []);
  Object.assign(facts, withoutOldChoices(wanted, meant, view));
  facts[againPath] = seq;
  const anew = anewFact(names, message, view);
  if (anew !== null) facts[anewPath] = anew;
  if (meansAllOfHers(text)) facts[allPath] = seq;
  else if (view.state.values[allPath] !== undefined && !staysInHand(names, meant, view)) facts[allPath] = false;
  const waiting = waitingOf(handed, view).map(({ name }) => name);
  const kept = role === "next" && need === null ? hand : waiting;
  const before = kept.filter((name) => !names.includes(name));
  return { ...facts, [requestsPath]: [...new Set([...before, ...names])], [takenBackPath]: false };
}

/** A question in between, while she is asked whether she is understood. */
function isMeansAside(names: readonly string[], text: string, asked: string | null, view: CaseView): boolean {
  const isDenied = /^\W*(?:no|nope|nah|not|neither|none)\b/i.test(text);
  const isOnlyAnswered = names.every(
    (name) => !changesSomething(name, view.blueprint) && !isAskedAbout(name, asked ?? ""),
  );
  const isQuestion = text.trim().endsWith("?") || asksForSomething(text);
  return asked !== null && askedAbout(asked) !== null && isOnlyAnswered && isQuestion && !isDenied;
}

function messageIdOf({ id }: ViewMessage): MessageId {
  return messageIdSchema.parse(id);
}
