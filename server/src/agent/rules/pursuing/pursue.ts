import type { HandoffTrigger, Json, JsonObject, ProposedStep } from "@purser/contract";
import { minutes } from "@purser/kit";
import { hostSays } from "../../../blueprint/sentences/host-sentences.ts";
import type { Condition, Procedure } from "../../../blueprint/procedure.ts";
import { procedureReply } from "../../../blueprint/procedure-reply.ts";
import { unfitArgument } from "../planning/arguments.ts";
import { callsOf } from "../../../cases/calls-of.ts";
import type { CaseState } from "../../../cases/case-state.ts";
import { readYesOrNo } from "../../../cases/yes-or-no.ts";
import type { CaseView } from "../../reasoner.ts";
import { isOfAnother } from "../planning/awaited.ts";
import { claimsOf } from "../planning/claims.ts";
import { meansPath } from "../asking/which-meant.ts";
import { canGoWithout, factsFor } from "../planning/known-facts.ts";
import { isRuledOutByHer } from "../asking/meant-rather.ts";
import { meansOf, type TakenMeans } from "../planning/means-of.ts";
import { lastQuestion, wordsOf } from "../planning/last-question.ts";
import { offerInstead } from "../asking/offer.ts";
import { doneWith } from "../planning/done-with.ts";
import { wasDoneAnew } from "../planning/once-more.ts";
import { openPins } from "../planning/pins.ts";
import { asksFirstPath, turnSincePath } from "../understanding/own-paths.ts";
import { planTo } from "../planning/planner.ts";
import { asksOtherwise, isPresumed } from "../asking/presumed.ts";
import { isRenewal, renewalsOf, type Staleness } from "../planning/renewal.ts";
import { render } from "../../../blueprint/render.ts";
import { waitFor, waitOn } from "./wait-for.ts";
import { afterUndone, isTogether, proposedTogether } from "./together.ts";

export type Pursuit = { step: ProposedStep; reason: string } | { kind: "stuck"; why: string; trigger?: HandoffTrigger };

/** How long to leave a system alone that did not answer. */
const tryAgainAfterMs = minutes(10);

/** The next step towards a procedure's goal: what is known is used, what can be looked up is looked up, the rest is asked. `isAsked`: her newest message asks for it, so she gets an answer even to what she was told before. */
export function pursue(procedure: Procedure, view: CaseView, known: JsonObject, isAsked = false): Pursuit {
  const { state, blueprint } = view;
  const { stale, believed } = renewalsOf(procedure, view, known);
  const values = factsFor(procedure, view, believed);
  const pins = openPins(procedure, state, values);
  if (procedure.done.truth(values) === "true" && pins.length === 0) return resolved(procedure, view, values, isAsked);
  if (procedure.done.sought.length === 0 && pins.length === 0)
    return { kind: "stuck", why: `Only a person can do this: ${procedure.header.goal}.` };
  const means = meansOf(procedure, blueprint.toolbox, state, values, stale);
  const plan = planTo(procedure.done.sought, new Set(Object.keys(values)), means, pins);
  if (plan.kind === "impossible") return withoutPlan(procedure, view, { values, stale, missing: plan.missing });
  const steps = plan.steps.flatMap((step) => means.filter((candidate) => candidate === step));
  const ruled = withPlannedRules(steps, values);
  if (ruled !== null) return pursue(procedure, view, ruled, isAsked);
  const tools = steps.flatMap((step) => (step.kind === "tool" ? [step] : []));
  if (steps.length === 0) {
    const why = `Everything for ${procedure.name} is known, and its goal is not met.`;
    return offered(procedure, view, renderImpossible(procedure, view, values), why) ?? { kind: "stuck", why };
  }
  const now = steps.slice(0, plan.upToPin);
  const planned = now.some(({ kind }) => kind === "tool") ? planProposal(procedure, tools, view) : null;
  return planned ?? nextOf(procedure, now, view, values);
}

/** Facts that rules of the plan give at once; null when it has no such rule. */
function withPlannedRules(steps: readonly TakenMeans[], values: JsonObject): JsonObject | null {
  const given: Record<string, Json> = {};
  for (const step of steps) {
    if (step.kind !== "rule") continue;
    const value = step.from === null ? step.value : values[step.from];
    if (value !== undefined && value !== null) given[step.path] = value;
  }
  return Object.keys(given).length === 0 ? null : { ...values, ...given };
}

/** A plan is proposed when it holds tools that no earlier one for this procedure did. */
function planProposal(procedure: Procedure, tools: readonly TakenMeans[], { state }: CaseView): Pursuit | null {
  const plans = [state.plan, ...state.finished.map(({ step }) => (step.kind === "plan" ? step : null))];
  const before = new Set(
    plans.flatMap((plan) => (plan?.procedure === procedure.name ? plan.steps.map(({ tool }) => tool) : [])),
  );
  if (tools.every(({ name }) => before.has(name))) return null;
  const steps = tools.map(({ name, gives }) => ({ tool: name, why: `gives ${gives.join(", ")}` }));
  const reason = `To reach “${procedure.header.goal}”: ${tools.map(({ name }) => name).join(", then ")}.`;
  return { step: { kind: "plan", procedure: procedure.name, steps }, reason };
}

/** All lookups that are ready, side by side; else the first question or action. */
function nextOf(procedure: Procedure, steps: readonly TakenMeans[], view: CaseView, values: JsonObject): Pursuit {
  const ready = steps.filter((step) => step.needs.every((path) => values[path] !== undefined));
  const lookups = ready.flatMap((step) =>
    step.kind === "tool" && step.tool.kind === "lookup" && step.args !== null
      ? [{ tool: step.name, args: step.args }]
      : [],
  );
  if (lookups.length > 0)
    return {
      step: { kind: "lookup", calls: lookups.slice(0, 8) },
      reason: `Needed for ${procedure.name}: ${lookups.map(({ tool }) => tool).join(", ")}.`,
    };
  // Nothing is asked for what cannot be done.
  for (const step of steps) {
    const ruledOut =
      step.kind === "tool" ? procedure.before.get(step.name)?.find((each) => isRuledOutByHer(each, values)) : undefined;
    if (ruledOut !== undefined) return refusedByCondition(procedure, ruledOut, view, values, step.name);
  }
  const question = ready.find((step) => step.kind === "question");
  if (question?.kind === "question")
    return asked(
      question.path,
      inOtherWords(render(question.text, values, view.blueprint.settings), question.path, view),
      view,
      `Only the customer can say what ${question.path} is.`,
    );
  const isUnsure = isPresumed(procedure, values, view.state) || values[asksFirstPath] === true;
  const first = isUnsure ? ({ asksFirst: true } as const) : null;
  for (const step of ready) {
    if (step.kind !== "tool" || step.args === null) continue;
    const failed = (procedure.before.get(step.name) ?? []).find(({ check }) => check.truth(values) !== "true");
    if (failed !== undefined && isAmbiguous(failed, values))
      return {
        kind: "stuck",
        trigger: "eligibility",
        why: `What is known does not say whether this holds: ${failed.check.text}`,
      };
    if (failed !== undefined) return refusedByCondition(procedure, failed, view, values, step.name);
    if (isTogether(procedure, step)) continue;
    return {
      step: { kind: "call", call: { tool: step.name, args: step.args }, ...first },
      reason: `The next step of the plan: ${step.tool.title.toLowerCase()}.${first !== null ? " She confirms it first, since it is only presumed or one of several." : ""}`,
    };
  }
  const together = proposedTogether(procedure, ready);
  if (together !== null)
    return { step: { ...together, ...first }, reason: "The next steps of the plan belong together." };
  return unfit(procedure, ready, view, values);
}

/** A tool cannot take what is known, such as a number that is not written as numbers are here: she is asked for it where she can tell. */
function unfit({ name, header }: Procedure, ready: readonly TakenMeans[], view: CaseView, values: JsonObject): Pursuit {
  for (const step of ready) {
    const wrong = step.kind === "tool" ? unfitArgument(step.tool, header.with[step.name] ?? {}, values) : null;
    if (step.kind !== "tool" || wrong === null) continue;
    const path = step.tool.needs[wrong.argument] ?? wrong.argument;
    const why = `${step.name} cannot be used with what is known: ${wrong.argument} from ${path}: ${wrong.why}`;
    const question = header.needs[path]?.ask;
    if (question === undefined) return { kind: "stuck", why };
    return asked(path, inOtherWords(render(question, values, view.blueprint.settings), path, view), view, why);
  }
  return { kind: "stuck", why: `No step of the plan for ${name} can be taken.` };
}

/** Neither true nor false, and not what she is asked about: whether she may have it is a person's to say. */
function isAmbiguous({ check, accept, offer }: Condition, values: JsonObject): boolean {
  return accept === null && offer === null && check.truth(values) === "unknown";
}

function refusedByCondition(
  procedure: Procedure,
  condition: Condition,
  view: CaseView,
  values: JsonObject,
  tool: string,
): Pursuit {
  if (condition.wait !== null) return waitFor(procedure, condition, view, values) ?? waitedLongEnough(condition);
  const text = render(condition.otherwise, values, view.blueprint.settings);
  const reason = `${tool} is not used, because this does not hold: ${condition.check.text}`;
  const question = condition.offer === null ? condition.accept : meansPath([condition.offer]);
  const isDeclined = question !== null && wasDeclined(question, view, values);
  const offer =
    question === null || isDeclined
      ? offered(procedure, view, isDeclined ? "All right, I will not do that." : text, reason)
      : null;
  if (offer !== null) return offer;
  if (question !== null)
    return isDeclined ? leftAsItIs(view, "The customer said no.") : asked(question, text, view, reason);
  return { step: { kind: "reply", reply: { text, claims: [] } }, reason };
}

function waitedLongEnough({ check }: Condition): Pursuit {
  return { kind: "stuck", why: `It was waited for as long as the procedure says, and does not hold: ${check.text}` };
}

function leftAsItIs({ blueprint }: CaseView, reason: string): Pursuit {
  return { step: { kind: "reply", reply: { text: hostSays(blueprint.settings, "leftAsItIs"), claims: [] } }, reason };
}

/** She has just said no to this question. */
function wasDeclined(path: string, { state }: CaseView, values: JsonObject): boolean {
  const last = state.finished.at(-1);
  return last?.step.kind === "ask" && last.step.path === path && values[path] === false;
}

/** Offers what the procedure names for when it cannot be done; null when it names nothing, or she has heard it twice. */
function offered(procedure: Procedure, view: CaseView, text: string, reason: string): Pursuit | null {
  const step = offerInstead(procedure, text, view);
  return step === null ? null : { step, reason };
}

function renderImpossible(procedure: Procedure, { blueprint }: CaseView, values: JsonObject): string {
  return procedureReply(procedure, "impossible", values, blueprint.settings);
}

/** A question that her answer has left open says how it can be answered, rather than the same again. */
function inOtherWords(question: string, path: string, { state, messages }: CaseView): string {
  if (lastQuestion(state) !== path || wordsOf(path, state)?.trim() !== question.trim()) return question;
  if (/\(1\)[^]*\(2\)/.test(question))
    return `I still do not know which one you mean. ${question} Please answer with the number in front of it.`;
  const said = messages.findLast(({ direction }) => direction === "in")?.text ?? "";
  return readYesOrNo(said) === "no" ? question : `I did not find that in your answer. ${question}`;
}

/** So often she is asked for one fact at most, where each question offers something else. */
const mostQuestions = 4;

/** Asks once more at most; a third time the same question would go to a customer who has answered it as well as she can. */
function asked(path: string, question: string, { state }: CaseView, reason: string): Pursuit {
  const before = state.finished.flatMap(({ step }) =>
    step.kind === "ask" && step.path === path ? [step.question] : [],
  );
  const isAskedEnough = before.length >= mostQuestions || before.filter((each) => each === question).length >= 2;
  if (isAskedEnough) return { kind: "stuck", why: `The customer was asked for ${path} and it is still not known.` };
  return { step: { kind: "ask", path, question }, reason };
}

function resolved(procedure: Procedure, view: CaseView, values: JsonObject, isAsked: boolean): Pursuit {
  const { state, blueprint } = view;
  const { done, anew = done } = procedure.header.replies;
  const text = render(
    wasDoneAnew(procedure, view, values) ? anew : done,
    { ...doneWith(procedure, view), ...values },
    blueprint.settings,
  );
  // She has read it already: what she writes after it needs no second one, unless something was done for her since.
  if (!isAsked && wasTold(procedure, text, state)) {
    return {
      step: { kind: "resolve", summary: procedure.header.goal, reply: null },
      reason: "The goal is still met, and she has been told.",
    };
  }
  const reply = text.trim() === "" ? null : { text, claims: claimsOf(state) };
  return {
    step: { kind: "resolve", summary: procedure.header.goal, reply },
    reason: `The goal is met: ${procedure.done.text}`,
  };
}

function wasTold({ header }: Procedure, text: string, { finished }: CaseState): boolean {
  const told = finished.findLastIndex(
    ({ step, end }) =>
      step.kind === "resolve" && step.summary === header.goal && step.reply?.text === text && end.kind === "done",
  );
  return told >= 0 && !finished.slice(told).some(({ step }) => step.kind === "lookup" || step.kind === "call");
}

/** No way is left: say why if a guardrail forbids it, try later if a system is down, else a person. */
function withoutPlan(
  procedure: Procedure,
  view: CaseView,
  { values, stale, missing }: { values: JsonObject; stale: Staleness; missing: readonly string[] },
): Pursuit {
  const { state, blueprint } = view;
  const { tools } = procedure.header;
  const since = values[turnSincePath];
  // Only what was tried for this request: others of the same case may have been tried since.
  const last = state.finished.findLast(
    (finished) =>
      (typeof since !== "number" || finished.seq > since) &&
      callsOf(finished.step).some(({ tool }) => tools.includes(tool)) &&
      !isRenewal(finished, stale) &&
      !isOfAnother(finished, state, values),
  );
  if (last?.end.kind === "undone") return afterUndone(procedure, view, last.end);
  if (last?.end.kind === "denied") {
    const reasons = last.end.reasons.join(" ");
    const text = procedureReply(procedure, "denied", { ...values, reasons }, blueprint.settings);
    const reason = `The guardrails forbid it: ${reasons}`;
    return offered(procedure, view, text, reason) ?? { step: { kind: "reply", reply: { text, claims: [] } }, reason };
  }
  if (last?.end.kind === "declined" && last.end.by === "teammate") {
    const text = procedureReply(procedure, "declined", values, blueprint.settings);
    return { step: { kind: "reply", reply: { text, claims: [] } }, reason: "A teammate has decided against it." };
  }
  if (last?.end.kind === "declined" || last?.end.kind === "expired") {
    const otherwise =
      last.end.kind === "declined" && isPresumed(procedure, values, state) ? asksOtherwise(state) : null;
    return otherwise ?? leftAsItIs(view, `It was ${last.end.kind}.`);
  }
  const end = last?.end;
  const because = end?.kind === "refused" || end?.kind === "failed" ? ` ${end.detail.replace(/\.?$/, ".")}` : "";
  const why = `There is no way on.${because} Nothing that may be used gives ${missing.join(", ")}.`;
  return (
    offered(procedure, view, renderImpossible(procedure, view, values), why) ?? {
      kind: "stuck",
      why,
      ...(last?.end.kind === "failed" ? { trigger: "repeated-failure" as const } : {}),
    }
  );
}

/** When the last step failed because a system did not answer: say so once, and go on later. */
export function waitForSystem(procedure: Procedure, view: CaseView, values: JsonObject): Pursuit | null {
  const { state, blueprint } = view;
  const waiting = waitOn(procedure, view, values);
  if (waiting !== null) return waiting;
  const last = state.finished.at(-1);
  if (last?.step.kind === "lookup" && canGoWithout(procedure, view)) return null;
  if (last?.end.kind !== "failed" || (last.step.kind !== "call" && last.step.kind !== "lookup")) return null;
  const told = state.finished.filter(({ step }) => step.kind === "later" && step.reply !== null).length;
  if (told >= 3) return null;
  const text = procedureReply(procedure, "later", values, blueprint.settings);
  return {
    step: { kind: "later", afterMs: tryAgainAfterMs, reply: { text, claims: [] } },
    reason: `A system did not answer: ${last.end.detail}`,
  };
}
