import type { ProposedStep } from "@purser/contract";
import { type Procedure, titleOf } from "../../../blueprint/procedure.ts";
import { readYesOrNo } from "../../../cases/yes-or-no.ts";
import type { CaseView } from "../../reasoner.ts";
import { againPath } from "../understanding/own-paths.ts";

/** What a question is about that offers other procedures; their names follow, with dots between them. */
const insteadPrefix = "instead.";

export function offerPath(procedures: readonly string[]): string {
  return `${insteadPrefix}${procedures.join(".")}`;
}

/** Whether a question offers other procedures. */
export function isOffer(path: string): boolean {
  return path.startsWith(insteadPrefix);
}

/** Whether a question offers this one. */
export function isOffered(procedure: string, path: string): boolean {
  return isOffer(path) && offeredBy(path).includes(procedure);
}

function offeredBy(path: string): string[] {
  return path.slice(insteadPrefix.length).split(".");
}

/**
 * Asks whether another procedure should be done instead, in the words of their goals; null when there is none to offer, or it was
 * offered twice since she last asked for something.
 */
export function offerInstead(
  { header }: Procedure,
  text: string,
  { state, blueprint }: CaseView,
): Extract<ProposedStep, { kind: "ask" }> | null {
  const options = header.otherwise.flatMap((name) => blueprint.procedures.get(name) ?? []);
  const path = offerPath(options.map(({ name }) => name));
  const again = state.values[againPath]?.value;
  const since = typeof again === "number" ? again : 0;
  const times = state.finished.filter(
    ({ step, seq }) => seq > since && step.kind === "ask" && step.path === path,
  ).length;
  const [only, ...others] = options;
  if (only === undefined || times >= 2) return null;
  const offers = options.map(titleOf);
  if (others.length === 0) {
    const question = `${text} ${offerLead} ${titleOf(only)}. Would you like that? Please answer yes or no.`;
    return { kind: "ask", path, question };
  }
  const list = offers.map((title, index) => `(${index + 1}) ${title}`).join("; ");
  return { kind: "ask", path, question: `${text} ${offerLead} ${list}. Which would you like?` };
}

const offerLead = "What I can offer instead:";

/** An offer as a statement, for where nothing may wait for her answer to it; null for every other step. */
export function offerAsSaid(step: ProposedStep, { blueprint }: CaseView): string | null {
  if (step.kind !== "ask" || !isOffer(step.path)) return null;
  const [said = "", ...offer] = step.question.split(` ${offerLead} `);
  const titles = offeredBy(step.path)
    .flatMap((name) => blueprint.procedures.get(name) ?? [])
    .map(titleOf);
  return offer.length === 0 ? null : `${said} ${saidOfferLead} ${titles.join("; ")}.`;
}

const saidOfferLead = "If you would like this instead, just write so:";

/** Whether a text is such an offer. */
export function isOfferSaid(text: string): boolean {
  return text.includes(saidOfferLead);
}

/** What she says to the offer behind `path`: the procedure that she takes, that she wants none, or null when it is neither. */
export function readOfferAnswer(path: string, text: string): { takes: string } | "none" | null {
  if (!isOffer(path)) return null;
  const names = offeredBy(path);
  const answer = readYesOrNo(text);
  if (answer === "no" || /^\W*(neither|none)\b/i.test(text)) return "none";
  const [first] = names;
  if (answer === "yes") return names.length === 1 && first !== undefined ? { takes: first } : null;
  const chosen =
    /^\W*(?:(?:yes|ok|okay|please|option|number|no\.|the)\W+)*(1|2|3|4|first|second|third|fourth|one|two|three|four)\b/i.exec(
      text,
    )?.[1];
  const name = chosen === undefined ? undefined : names[places.indexOf(chosen.toLowerCase()) % 4];
  return name === undefined ? null : { takes: name };
}

const places: readonly string[] = "1 2 3 4 first second third fourth one two three four".split(" ");
