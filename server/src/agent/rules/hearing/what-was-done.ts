import type { CallKey, JsonObject, ProposedStep, Reply } from "@purser/contract";
import type { FinishedProposal } from "../../../cases/case-state.ts";
import { standingCalls } from "../../../cases/standing-calls.ts";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { openIdentification } from "../asking/identifying.ts";
import { isOfferSaid } from "../asking/offer.ts";
import { inHand } from "../planning/in-hand.ts";
import { lastQuestion, requestPath, wordsOf } from "../planning/last-question.ts";
import { isAnnouncement } from "../pursuing/several-named.ts";
import { type AsksWhetherDone, readWhetherDone } from "../understanding/asks-whether-done.ts";
import { askedPath } from "../understanding/own-paths.ts";
import { changesSomething } from "../understanding/understand.ts";
import { toBeDecided } from "./afterwards.ts";
import { openConfirmation, stillOpen } from "./while-asking.ts";

type Step = { step: ProposedStep; reason: string; asked?: JsonObject };
type Stand = { reply: Reply; isOpen: boolean };
type Ending = { said: readonly string[]; claims: readonly CallKey[] };

/** Whether she asks how things stand, where there is anything to say of it. */
export function asksHowItStands(message: ViewMessage, view: CaseView): boolean {
  return standAsked(message, view) !== null;
}

function standAsked({ text }: ViewMessage, view: CaseView): Stand | null {
  const asked = readWhetherDone(text);
  return asked === null || openIdentification(view) !== null ? null : standOf(asked, view);
}

/**
 * "Are you sure?", "is that all?", "did it go through?": what was done is said once more, and what is still open. Null where there is nothing
 * of either.
 */
export function sayHowItStands(message: ViewMessage, view: CaseView): Step | null {
  const stand = standAsked(message, view);
  if (stand === null) return null;
  const reason = "She asks how things stand: what was done, and what is open.";
  const last = view.state.finished.at(-1);
  const path = lastQuestion(view.state);
  if (!stand.isOpen && last?.step.kind === "resolve")
    return { step: { kind: "resolve", summary: last.step.summary, reply: stand.reply }, reason };
  const kept = path === null || openConfirmation(view) !== null ? {} : { asked: { [askedPath]: path } };
  return { step: { kind: "reply", reply: stand.reply }, reason, ...kept };
}

function standOf(asked: AsksWhetherDone, view: CaseView): Stand | null {
  const endings = endingsOf(view);
  const open = openConfirmation(view);
  const question = open === null ? openQuestion(view) : stillOpen(open);
  const pending = toBeDecided(view);
  const done = endings.length === 0 ? null : `${leads[asked]} ${inShort(endings)}`;
  const told = [done, pending].filter((each) => each !== null).join("\n\n");
  const claims = [...new Set(endings.flatMap((ending) => ending.claims))];
  if (question !== null) {
    const first = told !== "" ? told : open !== null ? "Nothing of it is done before you say yes." : notYet;
    return {
      reply: { text: `${first}\n\n${told === "" ? "" : "Still open is this: "}${question}`, claims },
      isOpen: true,
    };
  }
  const text = told === "" ? withoutDeed(asked, view) : told;
  return text === null ? null : { reply: { text, claims }, isOpen: pending !== null };
}

const notYet = "Nothing is done yet; first I need to know this.";

/** Nothing was done: what she was told last is all there is, or what she wished for was left. */
function withoutDeed(asked: AsksWhetherDone, view: CaseView): string | null {
  const last = view.state.finished.at(-1)?.step;
  const isOfDeed = asked === "isDone" || asked === "whatWasDone";
  if (isOfDeed)
    return inHand(view).some((name) => changesSomething(name, view.blueprint))
      ? "Nothing has been done here so far."
      : null;
  const said = last?.kind === "resolve" ? last.reply?.text : undefined;
  return said === undefined ? null : said.startsWith(asIKnow) ? said : `${asIKnow} ${said}`;
}

const asIKnow = "This is what I know of it:";

const leads: Readonly<Record<AsksWhetherDone, string>> = {
  isSure: "Yes.",
  isAll: "That is all of it.",
  isDone: "This is how it stands.",
  whatWasDone: "This is how it stands.",
};

function openQuestion({ state }: CaseView): string | null {
  const path = lastQuestion(state);
  return path === null || path === requestPath ? null : wordsOf(path, state);
}

/** What she was told of each thing that was done, of which everything stands. */
function endingsOf({ state }: CaseView): readonly Ending[] {
  const standing = new Set(standingCalls(state).map(({ key }) => key));
  const endings: Ending[] = [];
  let isUntold = false;
  for (const finished of state.finished) {
    if (isDeed(finished)) isUntold = true;
    const ending = isUntold ? endingIn(finished, [...standing]) : null;
    if (ending === null) continue;
    isUntold = false;
    if (ending.claims.every((key) => standing.has(key))) endings.push(ending);
  }
  return endings;
}

function isDeed({ step, end }: FinishedProposal): boolean {
  return end.kind === "done" && (step.kind === "call" || step.kind === "coordinate");
}

/** What goes before a question in one message was told with it. */
function endingIn({ step }: FinishedProposal, standing: readonly CallKey[]): Ending | null {
  if (step.kind === "ask") {
    const said = paragraphsOf(step.question).slice(0, -1);
    return said.length === 0 ? null : { said, claims: standing };
  }
  const reply = step.kind === "resolve" || step.kind === "later" ? step.reply : null;
  return reply === null || reply.claims.length === 0 ? null : { said: paragraphsOf(reply.text), claims: reply.claims };
}

function paragraphsOf(text: string): readonly string[] {
  return text.split("\n\n").filter((said) => said.trim() !== "" && !isAnnouncement(said) && !isOfferSaid(said));
}

/** Of several things each in its first sentence. */
function inShort(endings: readonly Ending[]): string {
  const said = [...new Set(endings.flatMap((ending) => ending.said))];
  const [only = "", ...others] = said;
  return others.length === 0 ? only : said.map((each) => /^.*?[.!](?=\s|$)/s.exec(each)?.[0] ?? each).join(" ");
}
