import type { ProposedStep } from "@purser/contract";
import type { CaseView } from "../../reasoner.ts";
import { wordCount } from "../understanding/word-count.ts";

const asksWhy =
  /\b(?:why|what for|how come|is (?:that|this) (?:safe|necessary|needed)|do i have to|must i|scam|phishing)\b/i;
const lowestFresh = 3;

/** What she has still to do so that what she asked for can go on; null while nothing waits for her to show who she is. */
export function openIdentification({ state }: CaseView): string | null {
  const waiting = state.proposals.flatMap(({ phase }) => (phase.kind === "identifying" && phase.isTold ? [phase] : []));
  const [first] = waiting;
  if (first === undefined) return null;
  const { verdict } = first.standing.judgement;
  if (verdict.kind === "identify" && verdict.level >= lowestFresh)
    return "I go on by myself as soon as you have signed in once more on our site and write to me from there.";
  const { code, isAsked } = state.identification;
  if (code !== null && code.triesLeft > 0)
    return "I go on as soon as you have written here the code of six digits that was mailed to you.";
  return isAsked
    ? "Please tell me the e-mail address that you use with us; I will send a code to it."
    : "I go on as soon as you have signed in on our site and write to me from there.";
}

/** What she reads who answers otherwise than by showing who she is: why it is asked, and what is to do. */
export function remindToIdentify(text: string, open: string): { step: ProposedStep; reason: string } {
  const why = asksWhy.test(text) ? "I ask so that nobody but you can see or change what is yours. " : "";
  return {
    step: { kind: "reply", reply: { text: `${why}${open}`, claims: [] } },
    reason: "What she asked for waits for her to show who she is.",
  };
}

/** Does she ask why she has to show who she is? It is no question about the shop then. */
export function asksWhyIdentify(text: string): boolean {
  return asksWhy.test(text) && wordCount(text) <= longestWhy;
}

const longestWhy = 12;
