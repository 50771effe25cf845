import type { JsonObject } from "@purser/contract";
import { z } from "zod";
import type { Procedure } from "../../../blueprint/procedure.ts";
import type { DoneCall } from "../../../cases/case-state.ts";
import { toolNamed } from "../../../blueprint/toolbox.ts";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { isWordedWith } from "../understanding/classifier/similarity.ts";
import { lastQuestion } from "./last-question.ts";
import { anewPath } from "../understanding/own-paths.ts";
import { wordCount } from "../understanding/word-count.ts";

const anewSchema = z.object({ seq: z.int(), procedures: z.array(z.string()) });

/**
 * What is kept of a message that asks for these procedures; null where nothing is done anew. Who only asks for a procedure has
 * anew what is all that it does; a part of it, such as its mail, whoever says that it has not come.
 */
export function anewFact(names: readonly string[], { text, seq }: ViewMessage, view: CaseView): JsonObject | null {
  const procedures = names.flatMap((name) => view.blueprint.procedures.get(name) ?? []);
  const whole = procedures.filter(
    ({ header: { tools, anew } }) =>
      anew.length > 0 && tools.every((name) => anew.includes(name) || !view.blueprint.toolbox.actions.has(name)),
  );
  const asked = new Set([...whole, ...askedOnceMore(text, procedures, view)].map(({ name }) => name));
  return asked.size === 0 ? null : { seq, procedures: [...asked] };
}

/** From which message on what this action did before counts no more, since she has asked for it once more; 0 where it counts. */
export function anewFrom(tool: string, { name, header }: Procedure, values: JsonObject): number {
  const anew = header.anew.includes(tool) ? anewSchema.safeParse(values[anewPath]).data : undefined;
  return anew?.procedures.includes(name) === true ? anew.seq : 0;
}

/** Whether something was done anew because her newest message asks for it once more. */
export function wasDoneAnew(procedure: Procedure, view: CaseView, values: JsonObject): boolean {
  const { state } = view;
  const heardAt = state.messages.findLast(({ direction }) => direction === "in")?.seq ?? 0;
  return procedure.header.anew.some((name) => {
    const since = anewFrom(name, procedure, values);
    const calls = state.doneCalls.filter(({ tool, isUndone }) => tool === name && !isUndone);
    const newer = calls.filter((call) => madeAt(call, view) > since);
    return since > 0 && since >= heardAt && newer.length > 0 && newer.length < calls.length;
  });
}

/** The number of the event with which the call's proposal ended; 0 for one that is too long ago to be kept. */
export function madeAt({ proposalId }: DoneCall, { state }: CaseView): number {
  return state.finished.find((finished) => finished.proposalId === proposalId)?.seq ?? 0;
}

/** "Again please" and "didn't get it", right after something that can be done anew: those procedures; none for every other message. */
export function askedOnceMore(text: string, procedures: readonly Procedure[], view: CaseView): readonly Procedure[] {
  const { state, blueprint } = view;
  const isShort = wordCount(text) <= longest;
  if (!isShort || !(again.test(text) || notCome.test(text)) || lastQuestion(state) !== null) return [];
  if (state.proposals.length > 0) return [];
  return procedures.filter(({ header }) => {
    const done = header.anew.filter((name) => state.doneCalls.some(({ tool, isUndone }) => tool === name && !isUndone));
    const titles = header.tools.flatMap((name) => toolNamed(blueprint.toolbox, name)?.title ?? []);
    return done.length > 0 && isWordedWith(text, [...ofAnyRepeat, ...header.when, header.replies.done, ...titles]);
  });
}

const longest = 12;
const again =
  /\b(?:again|once more|one more|another|anew|re-?send|re-?try|second (?:one|time)|new one|expired)\b|\b(?:too|not) (?:late|fast|quick|in time)\b/i;
const notCome =
  /\b(?:did ?n[o'’]?t|have ?n[o'’]?t|has ?n[o'’]?t|is ?n[o'’]?t|does ?n[o'’]?t|not|never|nothing|no|cannot|can[’']?t)\b.*\b(?:get|got|receive|received|come|came|arrive|arrived|there|yet|here|see|find|found|work|works|working)\b|\bstill (?:nothing|not|no)\b|^\W*(?:nothing|nope)\W*$|\bno (?:e-?)?mails?\b/i;
/** Words of whoever says that something has not come, or is wanted once more. */
const ofAnyRepeat: readonly string[] = [
  "again once more another new anew send sent resend retry second time try one expired late fast",
  "no not never nothing still yet nope didnt havent hasnt isnt doesnt cant cannot come came arrive arrived receive received there here see find found work works working",
  "spam folder inbox mailbox mail mails email emails message checked looked hm hmm sorry wait waited minutes hour hours ago already unfortunately anything it",
];
