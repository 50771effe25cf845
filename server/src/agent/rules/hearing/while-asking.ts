import type { JsonObject, Pause, ProposalId, ProposedStep } from "@purser/contract";
import { type Procedure, titleOf } from "../../../blueprint/procedure.ts";
import { procedureReply } from "../../../blueprint/procedure-reply.ts";
import type { CaseView } from "../../reasoner.ts";
import type { AboutOpen } from "../asking/about-open.ts";
import { requestPath } from "../planning/last-question.ts";
import { pursueAll } from "../pursuing/pursue-all.ts";
import { isOfSameThing } from "../asking/refers-to.ts";
import { changesSomething, type Understood } from "../understanding/understand.ts";
import { meansPath } from "../asking/which-meant.ts";
import { isOwnPath, wordsPath } from "../understanding/own-paths.ts";
import { wordCount } from "../understanding/word-count.ts";

/** What she is asked to confirm just now. */
export type OpenConfirmation = { proposalId: ProposalId; text: string };

type Step = { step: ProposedStep; reason: string };

export function openConfirmation({ state }: CaseView): OpenConfirmation | null {
  const pause = state.pauses.find(({ kind }: Pause) => kind === "confirm");
  return pause === undefined ? null : { proposalId: pause.proposalId, text: pause.shown.text };
}

export function stillOpen({ text }: OpenConfirmation): string {
  return `${text} Please answer yes or no.`;
}

/** Answers what she wants to know of the thing that she is asked to confirm; null when she has read it often enough. */
export function answerAboutOpen({ said, isAllKnown }: AboutOpen, open: OpenConfirmation, view: CaseView): Step | null {
  if (!isAllKnown) return askAgain(view, open, `${said} This is all that I know of it:`.trim());
  return {
    step: { kind: "reply", reply: { text: `${said}\n\n${stillOpen(open)}`, claims: [] } },
    reason: "A question about what she is asked to confirm, answered from the facts of the case.",
  };
}

/** What a message is while a confirmation is open. */
type Role = "aside" | "next" | "instead" | "unclear" | "answer";

const clear = 0.5;
const fewestClearWords = 3;
const insteadWords =
  /^\W*(?:(?:h+m+|um+|ok(?:ay)?|well|ah|but)\W+)*(?:no|nope|nah|stop|wait|actually|sorry|hold on|instead|rather|oh)\b|\b(?:instead|rather|changed my mind|forget (?:it|that)|never ?mind|on second thoughts?)\b|^\W*(?:not the|i don'?t want)\b/i;

export function roleOf(meant: Understood, text: string, inHand: readonly string[], { blueprint }: CaseView): Role {
  const names = meant.requests.map(({ procedure }) => procedure);
  const [likeliest] = meant.requests;
  if (likeliest === undefined) return meant.next === "decline" && !bringsFacts(meant) ? "unclear" : "answer";
  if (meant.next === "ask" && affirms.test(text)) return "unclear";
  if (names.every((name) => inHand.includes(name)))
    return meant.next === "ask" && !bringsFacts(meant) ? "unclear" : "answer";
  const isShort = wordCount(text) < fewestClearWords;
  if (meant.next === "ask" && bringsFacts(meant)) return "answer";
  // Not sure, and at the likeliest what she is asked to confirm already.
  if (meant.next === "ask" && inHand.includes(likeliest.procedure)) return "unclear";
  if (meant.next === "ask") return likeliest.confidence < clear || isShort ? "unclear" : "answer";
  if (names.every((name) => !changesSomething(name, blueprint))) return "aside";
  return insteadWords.test(text) || isOfSameThing(text) ? "instead" : "next";
}

/** "Yeah the dungarees": more than a plain yes, and no other wish. */
const affirms = /^\W*(?:yes|yea|yeah|yep|yup|aye|sure)\b(?:\W+[\p{L}'’-]+){1,4}\W*$/iu;

/** "Hmm no, let's do the swap": a no, whatever it is that she wants instead. */
export function saysNo(text: string): boolean {
  return beginsWithNo.test(text);
}

const beginsWithNo =
  /^\W*(?:(?:h+m+|um+|oh|ok(?:ay)?|well|sorry|actually|wait)\b\W*)*(?:no|nope|nah)\b(?!\W*(?:problem|worries|rush|hurry|idea|matter|doubt|need|more|one)\b)/i;

/** She does not want what is open and nobody knows yet what she wants: a later yes must not be taken for a yes to it. */
export function leavesOpen(open: OpenConfirmation): Step {
  const text = "All right, I have left that as it is. What would you like instead? Please tell me in a few words.";
  const reason = "She has said no, and what else she wants is not clear.";
  const reply = { text, claims: [] };
  return { step: { kind: "withdraw", proposalId: open.proposalId, reason, reply, asks: requestPath }, reason };
}

/** Facts of her own, besides what is only kept between messages. */
function bringsFacts({ values }: Understood): boolean {
  return Object.keys(values).some((path) => path === wordsPath || !isOwnPath(path));
}

/** Answers what she wants to know in between and asks again what is open; null when there is no answer to give at once. */
export function answerAside(
  procedures: readonly Procedure[],
  view: CaseView,
  heard: JsonObject,
  question: string,
): Step | null {
  const pursuit = pursueAll(procedures, view, heard, new Set(procedures.map(({ name }) => name)));
  if (!("step" in pursuit)) return null;
  const { step, reason } = pursuit;
  if (step.kind === "lookup" || step.kind === "plan") return { step, reason };
  const [first] = procedures;
  const text =
    step.kind === "reply" || step.kind === "resolve"
      ? step.reply?.text
      : step.kind === "ask" && first !== undefined
        ? procedureReply(first, "impossible", heard, view.blueprint.settings)
        : undefined;
  if (text === undefined) return null;
  return { step: { kind: "reply", reply: { text: `${text}\n\n${question}`, claims: [] } }, reason };
}

/** Something else she wants beside what is open: it comes after. */
export function comesNext(procedures: readonly Procedure[], open: OpenConfirmation): Step {
  const titles = procedures.map(titleOf).join("; ");
  const text = `I will come to that next: ${titles}. First this: ${stillOpen(open)}`;
  return {
    step: { kind: "reply", reply: { text, claims: [] } },
    reason: "Another request, while a confirmation is open.",
  };
}

/** Another thing that she wants the same for: it has its turn, and what she is asked stays asked. */
export function comesAfter(
  called: readonly string[],
  open: OpenConfirmation | null,
  need: { path: string; question: string } | null,
): Step | null {
  const lead = `I will come to ${called.join(" and ")} next. First this:`;
  const reason = "Another thing for the same wish, while she is asked about the first.";
  if (open !== null)
    return { step: { kind: "reply", reply: { text: `${lead} ${stillOpen(open)}`, claims: [] } }, reason };
  return need === null
    ? null
    : { step: { kind: "ask", path: need.path, question: `${lead} ${need.question}` }, reason };
}

/** Something else she wants in place of what is open: that is withdrawn, and she is asked once whether she is understood. */
export function comesInstead(procedure: Procedure, open: OpenConfirmation): Step {
  const text = `All right, I have left that as it is. Do I understand you right that you would like this instead: ${titleOf(procedure)}? Please answer yes or no.`;
  const reason = "The customer wants something else instead.";
  const reply = { text, claims: [] };
  const asks = meansPath([procedure.name]);
  return { step: { kind: "withdraw", proposalId: open.proposalId, reason, reply, asks }, reason };
}

/** "Hold on", "not sure", "maybe later": neither a yes nor a no, and nothing else. */
export function hesitates(text: string): boolean {
  return hesitation.test(text);
}

const hesitation =
  /^\W*(?:(?:h+m+|um+|uh+|ok(?:ay)?|oh|well|sorry|but|yes|please|so|just)\b\W*)*(?:wait|hold on|hang on|(?:just )?(?:one|a|1) (?:moment|minute|sec(?:ond)?)|(?:i(?:['’]?m| am) )?not (?:so |really |quite |entirely )?sure(?: yet)?|not (?:right )?now|not yet|(?:maybe|perhaps)(?: later| tomorrow)?|later|(?:let me|i(?:['’]ll| will| (?:need|have|want) to)) (?:think|check|see|ask my|sleep)\b[^?]{0,30}|(?:i )?(?:don['’]?t|do not) know(?: yet)?|idk|dunno|no idea)(?:\W+(?:please|pls|first|yet|sorry|thanks|a (?:moment|minute|sec)))*\W*$/i;

const mostRepeats = 2;

/** Asks again what is open, when what she wrote is no answer to it; null when she has read it often enough. */
export function askAgain({ messages }: CaseView, open: OpenConfirmation, lead: string): Step | null {
  const text = `${lead} ${stillOpen(open)}`;
  const times = messages.filter(({ direction, text: said }) => direction === "out" && said === text).length;
  if (times >= mostRepeats) return null;
  return {
    step: { kind: "reply", reply: { text, claims: [] } },
    reason: "What she wrote does not answer the question.",
  };
}
