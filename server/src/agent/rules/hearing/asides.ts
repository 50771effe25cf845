import { readYesOrNo } from "../../../cases/yes-or-no.ts";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { type AboutOpen, askedAboutOpen, bringsChange, onlyAsks } from "../asking/about-open.ts";
import { searchesIn } from "../asking/searches.ts";
import { askedAbout, isAskedAbout } from "../asking/which-meant.ts";
import { inHandProcedures } from "../planning/in-hand.ts";
import { lastQuestion, openNeed } from "../planning/last-question.ts";
import { asksForSomething } from "../understanding/sentences.ts";
import { readSmallTalk } from "../understanding/small-talk.ts";
import { changesSomething, type Understood } from "../understanding/understand.ts";
import { wordCount } from "../understanding/word-count.ts";
import { aboutDone } from "./afterwards.ts";
import { withoutRequest } from "./answers.ts";
import { openConfirmation } from "./while-asking.ts";

/**
 * What is read as a question to our pages is one where she asks, and an answer where she is asked for a fact and asks nothing. Where
 * she does ask, it need only be likely, unless it brings the fact or something else than a person is as likely.
 */
export function asAside(meant: Understood, message: ViewMessage, view: CaseView): Understood {
  const { text } = message;
  const { requests, alternatives, next, wantsPerson } = meant;
  const procedures = inHandProcedures(view);
  const { blueprint, state } = view;
  const isOnlyAnswered = requests.every(({ procedure }) => !changesSomething(procedure, blueprint));
  const [likeliest] = requests;
  const need = openNeed(state, procedures);
  const isMeansAsked = askedAbout(lastQuestion(state) ?? "") !== null;
  if (asksElsewhere(message, meant, need !== null || isMeansAsked, view)) return searching(meant, view);
  if (wantsPerson || likeliest === undefined || !isOnlyAnswered) return meant;
  const isAsking = asksForSomething(text.replace(opener, ""));
  if (next === "act") return need === null || isAsking ? meant : withoutRequest(meant);
  const isOrPerson = alternatives.every((name) => blueprint.understanding.personProcedures.has(name));
  const isBeside = openConfirmation(view) !== null && likeliest.confidence >= likelyBeside;
  const isApart = isBeside || need !== null || isMeansAsked || (isOrPerson && lastQuestion(state) === null);
  const isAside = text.trim().endsWith("?") && isAsking && isApart && (isBeside || likeliest.confidence >= likelyAside);
  return next === "ask" && isAside && !bringsChange(meant, procedures, view)
    ? { ...meant, alternatives: [], next: "act" }
    : meant;
}

/**
 * A question that is about nothing that we know, while something else is open: she hears whether our pages answer it rather than
 * what is open alone.
 */
function asksElsewhere(message: ViewMessage, meant: Understood, isNeeded: boolean, view: CaseView): boolean {
  const { text } = message;
  const isConfirming = openConfirmation(view) !== null;
  if ((!isNeeded && !isConfirming) || meant.next === "act" || meant.wantsPerson) return false;
  const isPlain = onlyAsks(text, meant) && wordCount(text) >= fewestAsked && readYesOrNo(text) === null;
  if (!isPlain || bringsChange(meant, inHandProcedures(view), view) || readSmallTalk(text) !== null) return false;
  const [likeliest] = meant.requests;
  if (likeliest !== undefined && isAskedAbout(likeliest.procedure, lastQuestion(view.state) ?? "")) return false;
  if (aboutDone(text, meant, inHandProcedures(view), view) !== null) return false;
  const isSureElse = (likeliest?.confidence ?? 0) >= likelyAside;
  const about = aboutOpenIn(message, meant, view);
  return isConfirming ? about !== null && !about.isOfThis : !isSureElse;
}

/** Shorter ones ask about what is open. */
const fewestAsked = 4;

/** As a question to whatever only answers, by her own words. */
function searching(meant: Understood, { blueprint }: CaseView): Understood {
  const [first] = searchesIn(blueprint);
  return first === undefined ? meant : { ...meant, requests: [first], alternatives: [], next: "act" };
}

const opener = /^\W*(?:(?:actually|btw|by the way|oh|sorry|h+m+|ok(?:ay)?|one more thing)\b\W*)+/i;
const likelyAside = 0.6;
/** What she is asked to confirm stays open whatever she is answered. */
const likelyBeside = 0.4;

/** A message as a question about what she is asked to confirm just now; null for every other. */
export function aboutOpenIn({ text }: ViewMessage, meant: Understood, view: CaseView): AboutOpen | null {
  if (openConfirmation(view) === null) return null;
  return askedAboutOpen(text, meant, inHandProcedures(view), view);
}
