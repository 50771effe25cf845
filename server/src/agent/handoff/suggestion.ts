import type { HandoffPacket, HandoffTrigger, Json, JsonObject, ToolCall } from "@purser/contract";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { titleOf } from "../../blueprint/toolbox.ts";
import type { Procedure } from "../../blueprint/procedure.ts";
import { render } from "../../blueprint/render.ts";
import type { CaseState } from "../../cases/case-state.ts";
import type { HandoffCause } from "./cause.ts";

/** What to do first where neither the reasoner nor the topic says it. */
const byTrigger: Readonly<Record<HandoffTrigger, string>> = {
  "person-asked": "Answer her in person.",
  frustration: "Write to her yourself, and say first what you have understood.",
  value: "Decide whether it may be done.",
  eligibility: "Decide whether she may have it.",
  guardrail: "Decide whether it may be done.",
  "repeated-failure": "Look at the system that did not work, and finish it there or try again.",
  "unknown-outcome": "Look in the system of record what became of it before anything is repeated.",
  "budget-spent": "Read what was tried, and go on by hand.",
  "model-unavailable": "Answer her in person: no model answers, and she has been waiting.",
  sensitive: "Answer her in person before anything else is done.",
  "not-understood": "Ask the customer what she needs.",
  "no-way": "Go on by hand.",
  "no-answer": "Decide on what was asked, and tell her.",
  "taken-over": "Read what is open.",
  "cannot-run": "Read the log and finish the case by hand.",
};

/** The next step for a person, as concrete as the case allows: a call with its arguments, or what to ask. */
export function suggestionOf(
  cause: HandoffCause,
  state: CaseState,
  blueprint: Blueprint | null,
): HandoffPacket["suggestion"] {
  const nameOf = (tool: string): string =>
    `“${blueprint === null ? tool : (titleOf(blueprint.toolbox, tool) ?? tool)}”`;
  const topic = cause.topic === null ? undefined : blueprint?.sensitive.topics.get(cause.topic);
  const first = cause.suggestion ?? topic?.suggestion ?? byTrigger[cause.trigger];
  const [doubtful] = [...state.calls, ...state.sweeps.map(({ call }) => call)];
  if (doubtful !== undefined)
    return { text: `${first} In doubt: ${nameOf(doubtful.tool)} with ${JSON.stringify(doubtful.args)}.`, call: null };
  const next = undecidedCall(state) ?? plannedCall(state, blueprint);
  if (next === null) return { text: first, call: null };
  if ("missing" in next)
    return { text: `${first} Not known yet for ${nameOf(next.tool)}: ${next.missing}.`, call: null };
  return { text: `${first} If it is right, propose ${nameOf(next.tool)} by hand.`, call: next };
}

/** What was proposed and neither done nor refused for good: the newest one. */
function undecidedCall({ proposals, finished }: CaseState): ToolCall | null {
  const open = proposals.findLast(({ step, phase }) => step.kind === "call" && phase.kind !== "held")?.step;
  if (open?.kind === "call") return open.call;
  const last = finished.findLast(({ step }) => step.kind === "call");
  if (last?.step.kind !== "call") return null;
  const isUndecided = last.end.kind === "escalated" || last.end.kind === "expired" || last.end.kind === "failed";
  return isUndecided ? last.step.call : null;
}

/** The first action of the plan that is not done, or the fact that it still needs, in the words in which she is asked. */
function plannedCall(
  { plan, doneCalls, values }: CaseState,
  blueprint: Blueprint | null,
): ToolCall | { tool: string; missing: string } | null {
  if (plan === null || blueprint === null) return null;
  const done = new Set(doneCalls.filter(({ isUndone }) => !isUndone).map(({ tool }) => tool));
  const action = plan.steps.flatMap(({ tool }) =>
    done.has(tool) ? [] : (blueprint.toolbox.actions.get(tool) ?? []),
  )[0];
  if (action === undefined) return null;
  const header = blueprint.procedures.get(plan.procedure)?.header;
  const fixed: JsonObject = header?.with[action.name] ?? {};
  const args: Record<string, Json> = { ...fixed };
  for (const [argument, path] of Object.entries(action.needs)) {
    if (Object.hasOwn(fixed, argument)) continue;
    const sources = [path, ...(header?.needs[path]?.from ?? [])];
    const value = sources.map((source) => values[source]?.value).find((each) => each !== undefined && each !== null);
    if (value === undefined) return { tool: action.name, missing: missingWords(path, header, values, blueprint) };
    args[argument] = value;
  }
  return { tool: action.name, args };
}

/** As she would be asked for it, or the fact's name where she cannot be. */
function missingWords(
  path: string,
  header: Procedure["header"] | undefined,
  values: CaseState["values"],
  { settings }: Blueprint,
): string {
  const ask = header?.needs[path]?.ask;
  const known = Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, value]));
  return ask === undefined ? path : render(ask, known, settings).replace(/\.$/, "");
}
