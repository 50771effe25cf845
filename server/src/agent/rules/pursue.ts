import type { Json, JsonObject, ProposedStep } from "@purser/contract";
import { minutes } from "@purser/kit";
import type { Condition, Procedure } from "../../blueprint/procedure.ts";
import type { CaseView } from "../reasoner.ts";
import { meansOf, type TakenMeans } from "./means-of.ts";
import { planTo } from "./planner.ts";
import { render } from "./render.ts";

export type Pursuit = { step: ProposedStep; reason: string } | { kind: "stuck"; why: string };

/** How long to leave a system alone that did not answer. */
const tryAgainAfterMs = minutes(10);

/** The next step towards a procedure's goal: what is known is used, what can be looked up is looked up, the rest is asked. */
export function pursue(procedure: Procedure, view: CaseView, known: JsonObject): Pursuit {
  const { state, blueprint } = view;
  const values = withRules(procedure, known);
  if (procedure.done.truth(values) === "true") return resolved(procedure, view, values);
  const means = meansOf(procedure, blueprint.toolbox, state, values);
  const plan = planTo(procedure.done.paths, new Set(Object.keys(values)), means);
  if (plan.kind === "impossible") return withoutPlan(procedure, view, plan.missing);
  const steps = plan.steps.flatMap((step) => means.filter((candidate) => candidate === step));
  const ruled = withPlannedRules(steps, values);
  if (ruled !== null) return pursue(procedure, view, ruled);
  const tools = steps.flatMap((step) => (step.kind === "tool" ? [step] : []));
  if (tools.length === 0 && steps.length === 0)
    return { kind: "stuck", why: `Everything for ${procedure.name} is known, and its goal is not met.` };
  const planned = planProposal(procedure, tools, view);
  return planned ?? nextOf(procedure, steps, view, values);
}

/** Facts that the procedure's rules give from what is known already. */
function withRules({ header }: Procedure, known: JsonObject): JsonObject {
  const values = { ...known };
  for (const [path, { from }] of Object.entries(header.needs)) {
    const source = from.find((candidate) => values[candidate] !== undefined && values[candidate] !== null);
    const value = source === undefined ? undefined : values[source];
    if (value !== undefined) values[path] = value;
  }
  return values;
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

/** A plan is proposed when it holds tools that the last one did not. */
function planProposal(procedure: Procedure, tools: readonly TakenMeans[], { state }: CaseView): Pursuit | null {
  const before = new Set(state.plan?.procedure === procedure.name ? state.plan.steps.map(({ tool }) => tool) : []);
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
  const question = ready.find((step) => step.kind === "question");
  if (question?.kind === "question")
    return asked(
      question.path,
      render(question.text, values, view.blueprint.settings),
      view,
      `Only the customer can say what ${question.path} is.`,
    );
  for (const step of ready) {
    if (step.kind !== "tool" || step.args === null) continue;
    const failed = (procedure.before.get(step.name) ?? []).find(({ check }) => check.truth(values) !== "true");
    if (failed !== undefined) return refusedByCondition(failed, view, values, step.name);
    return {
      step: { kind: "call", call: { tool: step.name, args: step.args } },
      reason: `The next step of the plan: ${step.tool.title.toLowerCase()}.`,
    };
  }
  return { kind: "stuck", why: `No step of the plan for ${procedure.name} can be taken.` };
}

function refusedByCondition(condition: Condition, view: CaseView, values: JsonObject, tool: string): Pursuit {
  const text = render(condition.otherwise, values, view.blueprint.settings);
  const reason = `${tool} is not used, because this does not hold: ${condition.check.text}`;
  if (condition.accept !== null) return asked(condition.accept, text, view, reason);
  return { step: { kind: "reply", reply: { text, claims: [] } }, reason };
}

/** Asks once; a second time the same question would go to a customer who has answered it as well as she can. */
function asked(path: string, question: string, { state }: CaseView, reason: string): Pursuit {
  const times = state.finished.filter(({ step }) => step.kind === "ask" && step.path === path).length;
  if (times >= 2) return { kind: "stuck", why: `The customer was asked for ${path} and it is still not known.` };
  return { step: { kind: "ask", path, question }, reason };
}

function resolved(procedure: Procedure, { state, blueprint }: CaseView, values: JsonObject): Pursuit {
  // She has read it already: what she writes after it needs no second one.
  if (
    state.finished.some(
      ({ step, end }) => step.kind === "resolve" && step.summary === procedure.header.goal && end.kind === "done",
    )
  ) {
    return {
      step: { kind: "resolve", summary: procedure.header.goal, reply: null },
      reason: "The goal is still met, and she has been told.",
    };
  }
  const claims = state.doneCalls.filter(({ isUndone, undoOf }) => !isUndone && undoOf === null).map(({ key }) => key);
  const reply = { text: render(procedure.header.replies.done, values, blueprint.settings), claims };
  return {
    step: { kind: "resolve", summary: procedure.header.goal, reply },
    reason: `The goal is met: ${procedure.done.text}`,
  };
}

/** No way is left: say why if a guardrail forbids it, try later if a system is down, else a person. */
function withoutPlan(procedure: Procedure, view: CaseView, missing: readonly string[]): Pursuit {
  const { state, blueprint } = view;
  const { tools } = procedure.header;
  // Only what was tried for this request: others of the same case may have been tried since.
  const last = state.finished.findLast(
    ({ step }) =>
      (step.kind === "call" && tools.includes(step.call.tool)) ||
      (step.kind === "lookup" && step.calls.some(({ tool }) => tools.includes(tool))),
  );
  if (last?.end.kind === "denied") {
    const text = render(procedure.header.replies.denied, { reasons: last.end.reasons.join(" ") }, blueprint.settings);
    return {
      step: { kind: "reply", reply: { text, claims: [] } },
      reason: `The guardrails forbid it: ${last.end.reasons.join(" ")}`,
    };
  }
  if (last?.end.kind === "declined" || last?.end.kind === "expired") {
    return {
      step: { kind: "reply", reply: { text: "All right, I have left everything as it is.", claims: [] } },
      reason: `It was ${last.end.kind}.`,
    };
  }
  return { kind: "stuck", why: `Nothing that may be used gives ${missing.join(", ")}.` };
}

/** When the last step failed because a system did not answer: say so once, and go on later. */
export function waitForSystem(procedure: Procedure, view: CaseView, values: JsonObject): Pursuit | null {
  const { state, blueprint } = view;
  const last = state.finished.at(-1);
  if (last?.end.kind !== "failed" || (last.step.kind !== "call" && last.step.kind !== "lookup")) return null;
  const isFirst = !state.finished.some(({ step }) => step.kind === "later");
  if (!isFirst && state.finished.filter(({ step }) => step.kind === "later").length >= 3) return null;
  const text = render(procedure.header.replies.later, values, blueprint.settings);
  return {
    step: { kind: "later", afterMs: tryAgainAfterMs, reply: { text, claims: [] } },
    reason: `A system did not answer: ${last.end.detail}`,
  };
}
