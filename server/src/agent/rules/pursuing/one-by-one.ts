import type { Json, JsonObject, ProposedStep } from "@purser/contract";
import { jsonObjectSchema } from "@purser/contract";
import { z } from "zod";
import type { Procedure } from "../../../blueprint/procedure.ts";
import { actionCallsOf } from "../../../cases/calls-of.ts";
import { type FinishedProposal, stateBounds } from "../../../cases/case-state.ts";
import { standingCalls } from "../../../cases/standing-calls.ts";
import type { CaseView } from "../../reasoner.ts";
import { leadsOn } from "../planning/means-of.ts";
import { awaitedIn } from "../planning/awaited.ts";
import type { Pursuit } from "./pursue.ts";
import { allPath, turnPath } from "../understanding/own-paths.ts";

const allOfList =
  /^\W*(?:(?:i (?:mean|want|need)|please|cancel|return|refund|take|do|yes|ok|no|oh|wait|h+m+|actually|then|better|just|the|for)\W+)*(?:both|all|everything|each|(?:all )?(?:two|three)|(?:1|one|first)\W+(?:and|&)\W+(?:the )?(?:2|two|second))(?: of (?:them|those|these))?(?:\W+(?:please|pls|orders?|ones|thanks|thank you|of course|indeed|then|now|instead|rather|actually|too))*\W*$/i;
const allOfHers =
  /\b(?:both|all|the two) (?:of )?(?:(?:my|the|these|those|open|pending|recent|two) )*(?:orders|parcels|packages|purchases)\b|\b(?:both|all|the two) of (?:them|these|those)\W*(?:(?:please|pls|thanks|back|to you)\W*)*$|\b(?:cancel|return|refund|exchange|send back) (?:them )?(?:both|all)\W*(?:(?:please|pls|thanks|then|too|now)\W*)*$/i;
const changing = String.raw`(?:cancel|refund|return|exchang|swapp?|replac|chang|delet|clos|stopp?|take|taking|send|sent|pay|paid|ship|do|touch)(?:l?ing|l?ed|e?s|e|ped)?`;
/** What stands before it in its clause and says that it is not to be done, as in "don't cancel both" or "one, not both of them". */
const denied = new RegExp(
  String.raw`(?:\b(?:not|never|without|instead of)|n['’]t|\b(?:do|did|does|wo|ca|could|should|would|must)nt)\s+(?:(?:(?:you|please|pls|want|wanna|wanted|wish|mean|meant|need|have|going|ask|asked|allow|let|anyone|them|to|ever|just|yet|really|actually|go|and)\s+){0,5}${changing}\s+(?:back\s+)?(?:them\s+)?)?$`,
  "i",
);
const askedAbout = new RegExp(
  String.raw`\b(?:did|have|had)(?:n['’]?t)?\s+(?:you|u|ya|they|somebody|someone|anyone)\b|\b(?:why|who)\b.*\b${changing}\b`,
  "i",
);

/** Does she mean all that she was shown, as in "both of them"? */
export function meansAllOfList(text: string): boolean {
  return allOfList.test(text) || meansAllOfHers(text);
}

/** Does she mean all that she has, as in "cancel both orders"? Not where she says no to that, or asks why it was done. */
export function meansAllOfHers(text: string): boolean {
  const said = allOfHers.exec(text);
  if (said === null) return false;
  const verb = /^[a-z ]*?(?=\b(?:them )?(?:both|all)\b)/i.exec(said[0])?.[0] ?? "";
  const before = clauseBefore(text.slice(0, said.index + verb.length));
  const after = /^[^,.;!?\n]*/.exec(text.slice(said.index + verb.length))?.[0] ?? "";
  return !denied.test(before) && !askedAbout.test(before + after);
}

function clauseBefore(text: string): string {
  return text.split(/[,.;!?\n]|\b(?:but|so|because)\b/i).at(-1) ?? "";
}

type Several = { path: string; list: string; values: readonly Json[]; since: number };

/** What she wants done with each of several; null where she means one, or it is not known which there are. */
export function severalIn({ header }: Procedure, values: JsonObject): Several | null {
  const since = values[allPath];
  const [[path, among] = []] = Object.entries(header.needs).flatMap(([need, { among: list }]) =>
    list === undefined ? [] : [[need, list] as const],
  );
  if (typeof since !== "number" || path === undefined || among === undefined) return null;
  const dot = among.lastIndexOf(".");
  const entries = listSchema.safeParse(values[among.slice(0, dot)]).data ?? [];
  const each = entries.flatMap((entry) => entry[among.slice(dot + 1)] ?? []);
  return each.length < 2 || each.length > mostAtOnce ? null : { path, list: among.slice(0, dot), values: each, since };
}

const listSchema = z.array(jsonObjectSchema);
/** More than this is nothing to be read out one after another. */
const mostAtOnce = 5;

/**
 * One after another, in the list's order: each is pursued as if she had named it, and asked about as any other; how one ended
 * is told before the next is begun.
 */
export function pursueOneByOne(
  procedure: Procedure,
  several: Several,
  view: CaseView,
  values: JsonObject,
  pursue: (values: JsonObject) => Pursuit,
): Pursuit {
  const { toTell, next, left, of } = turnsIn(procedure, several, view);
  const pursuit = pursue(asKnownOf(procedure, several, view, values, of));
  if (next === undefined || (toTell === undefined && left < 2)) return pursuit;
  return goingOn(pursuit);
}

/**
 * What is known with whose turn it is by now, where she means several; else the same. `isOver`: none has its turn, and nothing more
 * is to be done for the last.
 */
export function inTurn(
  procedure: Procedure,
  view: CaseView,
  values: JsonObject,
): { known: JsonObject; isOver: boolean } {
  const several = severalIn(procedure, values);
  if (several === null) return { known: values, isOver: false };
  const { of, isForgotten } = turnsIn(procedure, several, view);
  return { known: asKnownOf(procedure, several, view, values, of), isOver: isForgotten };
}

/** What is known with this one in its turn: what a lookup found together with another one says nothing of it. */
function asKnownOf(
  procedure: Procedure,
  { path, list }: Several,
  { state, blueprint }: CaseView,
  values: JsonObject,
  of: JsonObject,
): JsonObject {
  const found = state.values[path];
  const lookup = procedure.header.tools.includes(found?.source ?? "")
    ? blueprint.toolbox.lookups.get(found?.source ?? "")
    : undefined;
  if (found === undefined || lookup === undefined || found.value === of[path]) return { ...values, ...of };
  const isOfOther = (each: string): boolean => state.values[each]?.source === lookup.name && each !== list;
  return { ...Object.fromEntries(Object.entries(values).filter(([each]) => !isOfOther(each))), ...of };
}

function turnsIn(procedure: Procedure, several: Several, view: CaseView) {
  const turns = several.values.map((value) => ({ value, ...turnOf(value, several, procedure, view) }));
  const toTell = turns.findLast(({ isOver, isTold }) => isOver && !isTold);
  const open = turns.filter(({ isOver }) => !isOver);
  const [next] = open;
  const turn = toTell ?? next ?? turns.findLast(({ isForgotten }) => isForgotten) ?? turns.at(-1);
  const of: JsonObject = { [several.path]: turn?.value ?? null, [turnPath]: turn?.value ?? null };
  return { toTell, next, left: open.length, of, isForgotten: turn?.isForgotten === true };
}

/** How far one of several is: over once its last action was made, or anything about it was decided against or said in its place. */
function turnOf(value: Json, { path, since }: Several, { header }: Procedure, view: CaseView) {
  const { state, blueprint } = view;
  const finished = state.finished.filter(({ seq }) => seq > since);
  const final = header.tools.findLast((name) =>
    Object.values(blueprint.toolbox.actions.get(name)?.needs ?? {}).includes(path),
  );
  const of = finished.filter(({ step }) => actionCallsOf(step).some(({ args }) => Object.values(args).includes(value)));
  const last = of.findLast(({ step, end }) =>
    end.kind === "done" ? actionCallsOf(step).some(({ tool }) => tool === final) : !leadsOn.has(end.kind),
  );
  const told = finished.findLast((each) => namesInReply(each, value));
  const saidAfter = last === undefined ? undefined : finished.find(({ step, seq }) => seq > last.seq && says(step));
  if (last === undefined && told === undefined) return longAgo(value, { since, final }, view);
  return { isOver: true, isTold: (last === undefined ? told : saidAfter) !== undefined, isForgotten: false };
}

/**
 * What is known of a turn of which nothing is kept any more: of what was done its calls are, and of what she was asked and said no
 * to only the question, which counts while others are waited for.
 */
function longAgo(value: Json, { since, final }: { since: number; final: string | undefined }, view: CaseView) {
  const { state, messages } = view;
  const [oldest] = state.finished;
  const isCut = state.finished.length >= stateBounds.finishedProposals && oldest !== undefined && oldest.seq > since;
  const calls = standingCalls(state).filter(({ args }) => Object.values(args).includes(value));
  const wasDone = isCut && calls.some(({ tool }) => tool === final);
  const isWaiting = awaitedIn(state).length > 0 && state.proposals.length === 0;
  const isForgotten =
    isCut &&
    isWaiting &&
    calls.length === 0 &&
    messages.some(
      ({ direction, seq, text }) =>
        direction === "out" && seq > since && typeof value === "string" && text.includes(value),
    );
  return { isOver: wasDone || isForgotten, isTold: wasDone || isForgotten, isForgotten };
}

function says(step: ProposedStep): boolean {
  return (
    step.kind === "ask" ||
    ((step.kind === "later" || step.kind === "reply" || step.kind === "resolve") && step.reply !== null)
  );
}

function namesInReply({ step }: FinishedProposal, value: Json): boolean {
  const reply = step.kind === "later" || step.kind === "reply" || step.kind === "resolve" ? step.reply : null;
  return typeof value === "string" && reply?.text.includes(value) === true;
}

/** The end of one is told, and the next is begun at once; what is still waited for of it stays awaited. */
function goingOn(pursuit: Pursuit): Pursuit {
  if (!("step" in pursuit)) return pursuit;
  const { step } = pursuit;
  const reason = "One of several is over, the others follow.";
  if (step.kind === "later" && step.awaits !== undefined) return { step: { ...step, afterMs: 1 }, reason };
  if (step.kind !== "resolve" && step.kind !== "reply") return pursuit;
  return { step: { kind: "later", afterMs: 1, reply: step.reply }, reason };
}
