import type { Awaited, CallKey, JsonObject, ProposedStep } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import { type CaseView, knownValues } from "../../reasoner.ts";
import { offerAsSaid } from "../asking/offer.ts";
import { strandsOf } from "../planning/awaited.ts";
import { asSaidOf } from "../understanding/of-each.ts";
import { inTurn, pursueOneByOne, severalIn } from "./one-by-one.ts";
import { type Pursuit, pursue, waitForSystem } from "./pursue.ts";
import { asKnownOfTurn, pursueTurn, turnOfProcedure } from "./several-named.ts";

/** What was said at the end of a request that others follow. */
type Ending = { text: string; claims: readonly CallKey[] };

type Wait = { step: Extract<ProposedStep, { kind: "later" }> & { awaits: Awaited }; reason: string };

/**
 * The next step towards several requests, in their order: one is pursued until it is done or cannot be, then the next;
 * the customer reads how each ended in one message, together with the last or with the first question of a later one.
 * `asked` names those that her newest message asks for.
 */
export function pursueAll(
  procedures: readonly Procedure[],
  view: CaseView,
  heard: JsonObject,
  asked: ReadonlySet<string>,
): Pursuit {
  const endings: Ending[] = [];
  let waiting: Wait | null = null;
  let resolved: Pursuit | null = null;
  const tasks = procedures.flatMap((procedure) => tasksOf(procedure, view, heard, asked.has(procedure.name)));
  for (const [index, pursueTask] of tasks.entries()) {
    const pursuit = pursueTask();
    if (index === tasks.length - 1) {
      // What she has read of the last one already is no end of the others.
      const isOld = endings.length > 0 && endingOf(pursuit, view)?.text === "";
      return endedBy((isOld ? resolved : null) ?? pursuit, waiting, endings, view);
    }
    // Of several that she has named the next one follows at once.
    if (isWait(pursuit) && pursuit.step.ends !== undefined) return withEndings(pursuit, endings);
    // While something outside is waited for, what else she wants goes on.
    if (isWait(pursuit)) {
      waiting = bothWaited(waiting, pursuit, view);
      continue;
    }
    const ending = endingOf(pursuit, view);
    if (ending === null) return withEndings(pursuit, endings);
    resolved = isResolve(pursuit) ? pursuit : resolved;
    if (ending.text !== "" && !endings.some(({ text }) => text === ending.text)) endings.push(ending);
  }
  return { kind: "stuck", why: "No request is left." };
}

/** A procedure is pursued for each thing that it waits for, and then for what she wants newest. */
function tasksOf(procedure: Procedure, view: CaseView, heard: JsonObject, isAsked: boolean): (() => Pursuit)[] {
  const said = asSaidOf(procedure.name, { ...knownValues(view.state), ...heard });
  const named = turnOfProcedure(procedure, view, said);
  const { known, isOver } =
    named === null
      ? inTurn(procedure, view, said)
      : { known: asKnownOfTurn(procedure, named.turn, view, said), isOver: false };
  const strands = strandsOf(procedure, view, known);
  const others = strands.others.map((other) => () => pursueOne(procedure, other, knownValues(other.state), false));
  const isNewestOver = strands.isOver || (isOver && others.length > 0);
  return isNewestOver ? others : [...others, () => pursueOne(procedure, view, strands.known, isAsked)];
}

/**
 * When all else is over what is waited for comes last, with how the others ended. Where something of the last is still hers to say
 * she is told first what is arranged; what is only offered for it is told beside, so that the wait goes on.
 */
function endedBy(last: Pursuit, waiting: Wait | null, endings: readonly Ending[], view: CaseView): Pursuit {
  if (waiting === null) return withEndings(last, endings);
  const offered = "step" in last ? offerAsSaid(last.step, view) : null;
  if (offered !== null) return withEndings(withRemark(waiting, offered, view), endings);
  const ending = endingOf(last, view);
  if (ending === null && !isWait(last)) {
    const isNew = waiting.step.reply !== null && waiting.step.awaits.since === view.now;
    const isTold = !isNew || ("step" in last && !isPutToHer(last.step));
    return isTold
      ? withEndings(last, endings)
      : withEndings({ ...waiting, step: { ...waiting.step, afterMs: atOnceMs } }, endings);
  }
  if (isWait(last)) return withEndings(bothWaited(waiting, last, view), endings);
  return withEndings(waiting, ending === null || ending.text === "" ? endings : [...endings, ending]);
}

/** The wait with something to say after what is told of it, once. */
function withRemark({ step, reason }: Wait, remark: string, { messages }: CaseView): Wait {
  const isSaid = messages.some(({ direction, text }) => direction === "out" && text.includes(remark));
  const said = [step.reply?.text ?? "", isSaid ? "" : remark].filter((text) => text !== "").join("\n\n");
  const reply = said === "" ? null : { text: said, claims: step.reply?.claims ?? [] };
  return { step: { ...step, reply }, reason };
}

/** Nothing that goes with it is said but what is asked of her. */
function isPutToHer({ kind }: ProposedStep): boolean {
  return kind === "ask" || kind === "call" || kind === "coordinate";
}

function isResolve(pursuit: Pursuit): boolean {
  return "step" in pursuit && pursuit.step.kind === "resolve";
}

function isWait(pursuit: Pursuit): pursuit is Wait {
  return "step" in pursuit && pursuit.step.kind === "later" && pursuit.step.awaits !== undefined;
}

/**
 * A case has one time to look again, the sooner one, and then looks at all that it waits for. Who is told that something
 * is arranged hears nothing new of what was arranged before.
 */
function bothWaited(one: Wait | null, other: Wait, { now }: CaseView): Wait {
  if (one === null) return other;
  const { others = [], ...newest } = one.step.awaits;
  const isNew = other.step.awaits.since === now;
  const told = [isNew ? null : one.step.reply, other.step.reply].flatMap((reply) => reply ?? []);
  const text = told.map((reply) => reply.text).join("\n\n");
  return {
    step: {
      kind: "later",
      afterMs: Math.min(one.step.afterMs, other.step.afterMs),
      reply: text === "" ? null : { text, claims: [...new Set(told.flatMap(({ claims }) => claims))] },
      ...(other.step.ends === undefined ? {} : { ends: other.step.ends }),
      awaits: { ...other.step.awaits, others: [...others, newest, ...(other.step.awaits.others ?? [])] },
    },
    reason: other.reason,
  };
}

function pursueOne(procedure: Procedure, view: CaseView, values: JsonObject, isAsked: boolean): Pursuit {
  const isTimer = view.state.unreadFromSeq === null;
  const waiting = isTimer ? waitForSystem(procedure, view, values) : null;
  if (waiting !== null) return waiting;
  const named = turnOfProcedure(procedure, view, values);
  if (named !== null) return pursueTurn(named.several, named.turn, view, pursue(procedure, view, values, isAsked));
  const several = severalIn(procedure, values);
  const pursueWith = (known: JsonObject): Pursuit => pursue(procedure, view, known, isAsked);
  return several === null ? pursueWith(values) : pursueOneByOne(procedure, several, view, values, pursueWith);
}

/** How a request ended; null while it goes on. What she has read already is not told again. */
function endingOf(pursuit: Pursuit, { messages }: CaseView): Ending | null {
  if (!("step" in pursuit)) return null;
  const { step } = pursuit;
  if (step.kind !== "resolve" && step.kind !== "reply") return null;
  if (step.reply === null) return { text: "", claims: [] };
  const { text, claims } = step.reply;
  const isSaid = messages.some((message) => message.direction === "out" && message.text.includes(text));
  return isSaid ? { text: "", claims: [] } : { text, claims };
}

function withEndings(pursuit: Pursuit, endings: readonly Ending[]): Pursuit {
  if (endings.length === 0) return pursuit;
  const before = endings.map(({ text }) => text).join("\n\n");
  // She is told what is done before the next thing is begun or passed on, which may have to wait for her or a colleague.
  const toldFirst = (): Pursuit => {
    const told = { text: before, claims: [...new Set(endings.flatMap(({ claims }) => claims))] };
    return { step: { kind: "later", afterMs: atOnceMs, reply: told }, reason: "One request is done, others follow." };
  };
  if (!("step" in pursuit)) return toldFirst();
  const { step, reason } = pursuit;
  const join = (text: string): string =>
    text === "" || endings.some((ending) => ending.text === text) ? before : `${before}\n\n${text}`;
  if (step.kind === "resolve" || step.kind === "reply") {
    const claims = [...new Set([...endings.flatMap((ending) => ending.claims), ...(step.reply?.claims ?? [])])];
    return { step: { ...step, reply: { text: join(step.reply?.text ?? ""), claims } }, reason };
  }
  if (step.kind === "ask") return { step: { ...step, question: join(step.question) }, reason };
  if (step.kind === "later" && step.awaits !== undefined) {
    const claims = [...new Set([...endings.flatMap((ending) => ending.claims), ...(step.reply?.claims ?? [])])];
    return { step: { ...step, reply: { text: join(step.reply?.text ?? ""), claims } }, reason };
  }
  return step.kind === "call" || step.kind === "coordinate" ? toldFirst() : pursuit;
}

const atOnceMs = 1;
