import type { ProposedStep } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { askedAboutDone, bringsChange } from "../asking/about-open.ts";
import { claimsOf } from "../planning/claims.ts";
import { lastQuestion } from "../planning/last-question.ts";
import { namesAnother } from "../asking/named-anew.ts";
import { askedAbout } from "../asking/which-meant.ts";
import { isOffer, offerPath } from "../asking/offer.ts";
import { asksForSomething, goesOn } from "../understanding/sentences.ts";
import { asksForPerson } from "../understanding/tone.ts";
import { changesSomething, type Understood } from "../understanding/understand.ts";
import { openConfirmation } from "./while-asking.ts";
import { wordsPath } from "../understanding/own-paths.ts";
import { wordCount } from "../understanding/word-count.ts";

type Step = { step: ProposedStep; reason: string };

/** What she asks of a thing that is done, or that a colleague has still to approve; null for every other message. */
export function afterwards(
  messages: readonly ViewMessage[],
  meant: Understood | null,
  procedures: readonly Procedure[],
  view: CaseView,
): Step | null {
  const text = messages.at(-1)?.text;
  if (text === undefined || meant === null) return null;
  return aboutApproval(text, view) ?? aboutDenial(text, meant, view) ?? aboutDone(text, meant, procedures, view);
}

/** "Why not?" and "can't you make an exception" right after a no: why, once more, and a colleague, who may see it otherwise. */
function aboutDenial(text: string, meant: Understood, { state, blueprint }: CaseView): Step | null {
  const denied = state.finished.at(-2);
  const said = state.finished.at(-1);
  const [person] = blueprint.understanding.personProcedures;
  const end = denied?.end;
  const isByPerson = end?.kind === "declined" && end.by === "teammate";
  const isSaid = said?.step.kind === "reply" && (end?.kind === "denied" || isByPerson);
  const isShort = wordCount(text) <= longestObjection;
  if (
    end === undefined ||
    !isSaid ||
    !isShort ||
    (meant.next === "act" && meant.requests.length > 0) ||
    person === undefined ||
    !objects.test(text) ||
    meant.wantsPerson
  )
    return null;
  const why =
    end.kind === "denied"
      ? `${end.reasons.join(" ")} I cannot make an exception from that, but a colleague can look at it.`
      : "A colleague has decided on it, and I know no more than that. What you write to me I can pass on.";
  const question = `${why} Shall I? Please answer yes or no.`;
  return { step: { kind: "ask", path: offerPath([person]), question }, reason: "She asks why it was denied." };
}

const objects =
  /\bwhat (?:else )?(?:can|could|should|do|shall) i do\b|\bwhat now\b|\bnow what\b|\bwhat are my options\b|\bwhy\b|\bhow come\b|\bexceptions?\b|\b(?:un|not )fair\b|\bplease\W*$|\bcome on\b|\bridiculous\b|\bjoke\b|\bonly (?:a )?(?:few|couple|two|one|\d+)\b|\bcan'?t you\b|\bcan you not\b|\bseriously\b|\b(?:are|r) (?:you|u) (?:really |quite )?(?:sure|certain)\b|\bor not\b|\b(?:that|this|it)(?:'s| is) not (?:right|ok|okay|acceptable)\b/i;
const longestObjection = 14;

/** "Any news?" while a colleague decides: what is decided on, and that it is still open. */
function aboutApproval(text: string, view: CaseView): Step | null {
  const said = toBeDecided(view);
  const isAsked = asksAfterDecision.test(text) && wordCount(text) <= longestQuestion;
  if (said === null || !isAsked || asksForPerson(text)) return null;
  const reply = { text: said, claims: [] };
  return { step: { kind: "reply", reply }, reason: "She asks after what a colleague has still to decide." };
}

/** What a colleague has still to decide, in words for her; null where nothing is. Of a draft she hears no more than before. */
export function toBeDecided({ state, blueprint }: CaseView): string | null {
  const open = state.pauses.find(({ mayAnswer }) => mayAnswer.kind === "teammate");
  const proposal = state.proposals.find(({ proposalId }) => proposalId === open?.proposalId);
  if (open === undefined || proposal === undefined || proposal.author.kind === "teammate") return null;
  const { step } = proposal;
  const isDraft = step.kind === "call" && blueprint.toolbox.actions.get(step.call.tool)?.tier === "draft";
  const what = isDraft
    ? "A colleague still looks at what you wrote."
    : `A colleague still has to decide on this: ${open.shown.text.replaceAll("?", ".")}`;
  return `${what} You will hear from us as soon as that is done.`;
}

const asksAfterDecision =
  /\b(?:how (?:much )?long(?:er)?|when|how soon|any (?:news|updates?|answer|word)|decided|approved|heard (?:back|anything)|what(?:'s| is) (?:happening|going on|the status)|still waiting)\b/i;
const longestQuestion = 10;

export function aboutDone(
  text: string,
  meant: Understood,
  procedures: readonly Procedure[],
  view: CaseView,
): Step | null {
  const { finished } = view.state;
  // Asked since whether she is understood, she may still ask about what was done.
  const asked = lastQuestion(view.state) ?? "";
  const isUnsure = askedAbout(asked) !== null || isOffer(asked);
  const last = isUnsure
    ? finished.findLast(({ step }) => step.kind !== "ask" && step.kind !== "reply")
    : finished.at(-1);
  if (last?.step.kind !== "resolve" || openConfirmation(view) !== null) return null;
  const said = askedAboutDone(text, meant, procedures, view);
  if (said === null) return null;
  const reply = { text: said, claims: claimsOf(view.state) };
  return {
    step: { kind: "resolve", summary: last.step.summary, reply },
    reason: "A question about what was done, answered from the facts of the case.",
  };
}

/**
 * "Sorry, 31 not 30" right after an end, and "30 then" after she has read why it cannot be: what she says in few words changes
 * what was done or was to be, and asks for nothing else.
 */
export function correctsDone(
  text: string,
  meant: Understood,
  procedures: readonly Procedure[],
  view: CaseView,
): boolean {
  if (meant.wantsPerson || wordCount(text) > longestFollowUp) return false;
  const [likeliest] = meant.requests;
  const isMore = likeliest !== undefined && !procedures.some(({ name }) => name === likeliest.procedure);
  // "And 20 dollars for the trouble" is another wish, and no other amount for what was done.
  if (isMore && goesOn(text)) return false;
  if (namesAnother(procedures, meant, view)) return false;
  if (isRightAfter(view) && meant.next !== "act") return bringsChange(meant, procedures, view);
  const isElsewhere = meant.requests.some(({ procedure }) => changesSomething(procedure, view.blueprint));
  const isTold = meant.next !== "act" || (!isElsewhere && !asksForSomething(text));
  return (isRightAfter(view) || isRightAfterReply(view)) && isTold && bringsNeeded(meant, procedures, view);
}

/** Facts that are hers to say and that are not what is known already. */
function bringsNeeded({ values }: Understood, procedures: readonly Procedure[], { state }: CaseView): boolean {
  const needed = procedures.flatMap(({ header }) => Object.values(header.needs).flatMap(({ from }) => from));
  return needed.some((path) => {
    const said = values[path];
    return said !== undefined && JSON.stringify(said) !== JSON.stringify(state.values[path]?.value);
  });
}

function isRightAfter({ state }: CaseView): boolean {
  return state.finished.at(-1)?.step.kind === "resolve" && lastQuestion(state) === null;
}

export function isRightAfterReply({ state }: CaseView): boolean {
  return state.finished.at(-1)?.step.kind === "reply" && lastQuestion(state) === null;
}

/** Longer than this it says by itself what it asks. */
const longestFollowUp = 7;
const questionForm = /\?\s*$|^\W*(?:(?:and|but|so|ok|hm+)\W+)*(?:what|when|where|which|how|is|are|will|does)\b/i;

/** "And what day exactly?": a short question right after an answer is about the same thing, which is looked up anew. */
export function isFollowUp(text: string, meant: Understood, procedures: readonly Procedure[], view: CaseView): boolean {
  const { blueprint } = view;
  const isShort = questionForm.test(text) && wordCount(text) <= longestFollowUp;
  const isLookup = (name: string, { header }: Procedure): boolean =>
    !changesSomething(name, blueprint) &&
    !header.tools.some((tool) => Object.values(blueprint.toolbox.lookups.get(tool)?.needs ?? {}).includes(wordsPath));
  return (
    isRightAfter(view) &&
    isShort &&
    meant.next !== "act" &&
    !meant.wantsPerson &&
    procedures.length > 0 &&
    procedures.every((procedure) => isLookup(procedure.name, procedure))
  );
}
