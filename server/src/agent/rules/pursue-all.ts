import type { CallKey, JsonObject } from "@purser/contract";
import type { Procedure } from "../../blueprint/procedure.ts";
import { type CaseView, knownValues } from "../reasoner.ts";
import { pursueOneByOne, severalIn } from "./one-by-one.ts";
import { type Pursuit, pursue, waitForSystem } from "./pursue.ts";

/** What was said at the end of a request that others follow. */
type Ending = { text: string; claims: readonly CallKey[] };

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
  let waiting: Pursuit | null = null;
  for (const [index, procedure] of procedures.entries()) {
    const pursuit = pursueOne(procedure, view, heard, asked.has(procedure.name));
    if (index === procedures.length - 1) return endedBy(pursuit, waiting, endings, view);
    // While something outside is waited for, what else she wants goes on.
    if (isWait(pursuit)) {
      waiting = soonerOf(waiting, pursuit);
      continue;
    }
    const ending = endingOf(pursuit, view);
    if (ending === null) return withEndings(pursuit, endings);
    if (ending.text !== "" && !endings.some(({ text }) => text === ending.text)) endings.push(ending);
  }
  return { kind: "stuck", why: "No request is left." };
}

/** When all else is over what is waited for comes last, with how the others ended. */
function endedBy(last: Pursuit, waiting: Pursuit | null, endings: readonly Ending[], view: CaseView): Pursuit {
  const ending = waiting === null ? null : endingOf(last, view);
  if (waiting === null || (ending === null && !isWait(last))) return withEndings(last, endings);
  if (ending === null) return withEndings(soonerOf(waiting, last), endings);
  return withEndings(waiting, ending.text === "" ? endings : [...endings, ending]);
}

function isWait(pursuit: Pursuit): boolean {
  return "step" in pursuit && pursuit.step.kind === "later" && pursuit.step.awaits !== undefined;
}

/** A case has one time to look again: that of the one with something to say, else the sooner one. */
function soonerOf(one: Pursuit | null, other: Pursuit): Pursuit {
  const rankOf = (pursuit: Pursuit): number => {
    if (!("step" in pursuit) || pursuit.step.kind !== "later") return Number.POSITIVE_INFINITY;
    return pursuit.step.reply === null ? pursuit.step.afterMs : 0;
  };
  return one === null || rankOf(other) < rankOf(one) ? other : one;
}

function pursueOne(procedure: Procedure, view: CaseView, heard: JsonObject, isAsked: boolean): Pursuit {
  const values = { ...knownValues(view.state), ...heard };
  const isTimer = view.state.unreadFromSeq === null;
  const waiting = isTimer ? waitForSystem(procedure, view, values) : null;
  if (waiting !== null) return waiting;
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
