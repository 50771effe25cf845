import { type Json, type JsonObject, jsonObjectSchema } from "@purser/contract";
import { z } from "zod";
import type { Procedure } from "../../../blueprint/procedure.ts";
import { actionCallsOf } from "../../../cases/calls-of.ts";
import { type CaseState, stateBounds } from "../../../cases/case-state.ts";
import type { CaseView } from "../../reasoner.ts";
import { acceptedBy, choicesIn, hintsFor, saidOfOneBy } from "../asking/named-anew.ts";
import { calledBy, type Named } from "../asking/named-apart.ts";
import { asksFirstPath, severalPath, turnPath, turnSincePath } from "../understanding/own-paths.ts";
import type { Pursuit } from "./pursue.ts";

const severalSchema = z.strictObject({
  since: z.int(),
  procedures: z.array(z.string()),
  turns: z.array(z.strictObject({ called: z.string(), of: jsonObjectSchema })),
  /** She has been told already that one comes after the other. */
  isTold: z.boolean(),
});

/** Several things that she has named, for the same procedures: each has its turn, in her order. */
export type SeveralNamed = z.infer<typeof severalSchema>;

/** What she has named side by side and is not replaced since; null where she means one thing. */
export function severalNamedIn(values: JsonObject): SeveralNamed | null {
  return severalSchema.safeParse(values[severalPath]).data ?? null;
}

/** The same, as it was kept before her newest message. */
export function severalKept({ values }: Pick<CaseState, "values">): SeveralNamed | null {
  return severalNamedIn({ [severalPath]: values[severalPath]?.value ?? null });
}

/** The same as a fact. */
export function severalFact(several: SeveralNamed): JsonObject {
  return { [severalPath]: several };
}

/** Whose turn it is. `start`: the event after which it began; `isNext`: the one before it is resolved, and nothing else was said since; `isLost`: that is too long ago to be known. */
type Turn = Named & { index: number; start: number; isNext: boolean; isLost: boolean };

/** Null when all had their turn. */
export function turnIn(several: SeveralNamed, { finished }: Pick<CaseState, "finished">): Turn | null {
  const { since, turns } = several;
  const marks = finished.flatMap(({ step, seq }) => {
    const index =
      step.kind === "later" && seq > since ? turns.findIndex((_, at) => step.ends === markOf(since, at)) : -1;
    return index < 0 ? [] : [{ index, seq }];
  });
  const last = marks.at(-1);
  const start = last?.seq ?? since;
  const index = (last?.index ?? -1) + 1;
  const own = finished.filter(({ seq }) => seq > start);
  const isResolved = own.some(({ step, end }) => step.kind === "resolve" && step.reply !== null && end.kind === "done");
  const named = turns[isResolved ? index + 1 : index];
  if (named === undefined) return null;
  const [oldest] = finished;
  const isCut = finished.length >= stateBounds.finishedProposals && oldest !== undefined && oldest.seq > since;
  return {
    ...named,
    index: isResolved ? index + 1 : index,
    start,
    isNext: isResolved,
    isLost: isCut && last === undefined,
  };
}

function markOf(since: number, index: number): string {
  return `${since}.${index}`;
}

/** Those of several that this procedure is for, and whose turn it is; null where it is about one thing. */
export function turnOfProcedure(
  { name }: Procedure,
  { state }: CaseView,
  values: JsonObject,
): { several: SeveralNamed; turn: Turn } | null {
  const several = severalNamedIn(values);
  if (several === null || !several.procedures.includes(name)) return null;
  const turn = turnIn(several, state) ?? lastTurn(several, state);
  return turn === null ? null : { several, turn };
}

/** Whether nothing follows on what is in hand. */
export function isLastTurn(state: CaseState): boolean {
  const kept = severalKept(state);
  const turn = kept === null ? null : turnIn(kept, state);
  return kept === null || turn === null || turn.index === kept.turns.length - 1;
}

/** When all are over, what she writes is about the last. */
function lastTurn({ turns, since }: SeveralNamed, { finished }: CaseState): Turn | null {
  const named = turns.at(-1);
  const start = finished.findLast(({ step, seq }) => seq > since && step.kind === "later" && step.ends !== undefined);
  if (named === undefined) return null;
  return { ...named, index: turns.length - 1, start: start?.seq ?? since, isNext: false, isLost: false };
}

/** What another procedure or a person has done meanwhile begins no turn. */
function hasDone({ header }: Procedure, { start }: Turn, { finished }: CaseState): boolean {
  return finished.some(
    ({ step, end, seq }) =>
      seq > start && end.kind === "done" && actionCallsOf(step).some(({ tool }) => header.tools.includes(tool)),
  );
}

/** What is known, with what she said of the one whose turn it is in the place of what she said of the others. */
export function asKnownOfTurn(procedure: Procedure, turn: Turn, view: CaseView, values: JsonObject): JsonObject {
  const { state, blueprint } = view;
  const others = new Set([...ownPathsOf([procedure], view), ...Object.keys(turn.of)]);
  const isOfOthers = (path: string): boolean =>
    others.has(path) && (path.startsWith("message.") || state.values[path]?.source === "message");
  const left = Object.fromEntries(Object.entries(values).filter(([path]) => !isOfOthers(path)));
  const hasAction = procedure.header.tools.some((name) => blueprint.toolbox.actions.has(name));
  return {
    ...left,
    ...turn.of,
    [turnPath]: turn.called,
    [turnSincePath]: turn.start,
    [asksFirstPath]: hasAction && (turn.isNext || !hasDone(procedure, turn, state)),
  };
}

/** What she says of one thing alone: by what it is found, what she chose of it, and what was asked of it. */
function ownPathsOf(procedures: readonly Procedure[], { blueprint }: CaseView): readonly string[] {
  const own = procedures.flatMap((each) => [...saidOfOneBy(each), ...choicesIn(each), ...acceptedBy(each)]);
  return [...hintsFor(procedures, blueprint.toolbox), ...own];
}

/**
 * What she has just said of the one whose turn it is, kept with it: it is nothing of the others. `wanted` are procedures that
 * all of them are wanted for from now on.
 */
export function heardOfTurn(said: JsonObject, view: CaseView, wanted: readonly string[] = []): JsonObject {
  const kept = severalKept(view.state);
  const turn = kept === null ? null : turnIn(kept, view.state);
  if (kept === null || turn === null || said[severalPath] !== undefined) return {};
  const names = [...new Set([...kept.procedures, ...wanted])];
  const procedures = names.flatMap((name) => view.blueprint.procedures.get(name) ?? []);
  const own = new Set(ownPathsOf(procedures, view));
  const of = Object.entries(said).filter(([path, value]) => own.has(path) && value !== null);
  const turns = kept.turns.map((each, index) =>
    index === turn.index ? { ...each, of: { ...each.of, ...Object.fromEntries(of) } } : each,
  );
  return severalFact({ ...kept, procedures: names, turns });
}

/** The case as her next words find it: what she said of the one whose turn it is stands in the place of what she said of the others. */
export function inItsTurn(view: CaseView): CaseView {
  const { state, now } = view;
  const kept = severalKept(state);
  const turn = kept === null ? null : turnIn(kept, state);
  if (turn === null) return view;
  const of = Object.entries(turn.of).map(([path, value]) => [path, { value, source: "message", at: now }] as const);
  return { ...view, state: { ...state, values: { ...state.values, ...Object.fromEntries(of) } } };
}

/** What is in hand as the first of several: by what it was found, and what she chose. */
export function inHandAsTurn(procedures: readonly Procedure[], view: CaseView): Named {
  const { state } = view;
  const of = ownPathsOf(procedures, view).flatMap((path): [string, Json][] => {
    const value = state.values[path]?.value ?? null;
    return value === null ? [] : [[path, value]];
  });
  const hints = new Set(hintsFor(procedures, view.blueprint.toolbox));
  const name = of.find(([path, value]) => hints.has(path) && typeof value === "string")?.[1];
  return { called: typeof name === "string" ? calledBy(name) : "this", of: Object.fromEntries(of) };
}

/** The same for whoever is in hand by now: she is told whose turn it is, and as one is over the next is begun. */
export function pursueTurn(several: SeveralNamed, turn: Turn, view: CaseView, pursuit: Pursuit): Pursuit {
  if (turn.isLost)
    return { kind: "stuck", why: "Which of the things that she named are done is too long ago to be known." };
  if (!("step" in pursuit)) return pursuit;
  const said = announcement(several, turn, view);
  const { step, reason } = pursuit;
  const isOver =
    step.kind === "resolve" || step.kind === "reply" || (step.kind === "later" && step.awaits !== undefined);
  if (isOver) return overWith(several, turn, pursuit, said, view);
  if (said === null) return pursuit;
  if (step.kind === "ask") return { step: { ...step, question: `${said}\n\n${step.question}` }, reason };
  const isShown = step.kind === "call" || step.kind === "coordinate";
  return isShown
    ? {
        step: { kind: "later", afterMs: atOnceMs, reply: { text: said, claims: [] } },
        reason: "She is told the order.",
      }
    : pursuit;
}

const atOnceMs = 1;

/** "One after the other, first the hat", once, where she has not been told so. */
function announcement({ since, turns, isTold }: SeveralNamed, { index }: Turn, { messages }: CaseView): string | null {
  const [first, ...others] = turns.map(({ called }) => called);
  if (isTold || index > 0 || first === undefined) return null;
  const text = `${orderLead} first ${first}, then ${others.join(", then ")}.`;
  const isSaid = messages.some(
    ({ direction, seq, text: said }) => direction === "out" && seq > since && said.includes(text),
  );
  return isSaid ? null : text;
}

const orderLead = "I will take one after the other:";

/** Says only which one is next, and nothing of what was done. */
export function isAnnouncement(text: string): boolean {
  return text.startsWith(orderLead) || /^Now [^.]+\.$/.test(text);
}

function overWith(
  several: SeveralNamed,
  turn: Turn,
  pursuit: Extract<Pursuit, { step: unknown }>,
  lead: string | null,
  { messages }: CaseView,
): Pursuit {
  const { step, reason } = pursuit;
  if (step.kind !== "resolve" && step.kind !== "reply" && step.kind !== "later") return pursuit;
  const next = several.turns[turn.index + 1];
  const told = step.reply?.text ?? "";
  const isOld =
    told !== "" &&
    turn.index > 0 &&
    messages.some(({ direction, seq, text }) => direction === "out" && seq > several.since && text.includes(told));
  const ending = isOld ? `It is the same with ${turn.called}.` : told;
  const claims = step.reply?.claims ?? [];
  if (next === undefined) {
    if (!isOld) return pursuit;
    return { step: { ...step, reply: { text: ending, claims } }, reason };
  }
  const text = [lead, ending, `Now ${next.called}.`].filter((part) => part !== null && part !== "").join("\n\n");
  const ends = markOf(several.since, turn.index);
  const later = { afterMs: atOnceMs, reply: { text, claims }, ends };
  const going = "One of several is over, the others follow.";
  return step.kind === "later"
    ? { step: { ...step, ...later }, reason: going }
    : { step: { kind: "later", ...later }, reason: going };
}
