import type { Json, JsonObject } from "@purser/contract";
import type { Tool } from "@purser/kit";
import { canonicalJson } from "@purser/kit/audit";
import { z } from "zod";
import type { Procedure } from "../../../blueprint/procedure.ts";
import { templatePaths } from "../../../blueprint/render.ts";
import { type Toolbox, toolNamed } from "../../../blueprint/toolbox.ts";
import { callsOf } from "../../../cases/calls-of.ts";
import type { CaseState, ProposalEnd } from "../../../cases/case-state.ts";
import { argumentsOf } from "./arguments.ts";
import { nextGuideStep } from "./guide.ts";
import { addsUp } from "./outdated.ts";
import { anewFrom } from "./once-more.ts";
import { type Means, planTo } from "./planner.ts";
import type { Staleness } from "./renewal.ts";
import { againPath } from "../understanding/own-paths.ts";

/** A means with what it stands for, so that a step of the plan can be taken. */
export type TakenMeans = Means &
  (
    | { kind: "tool"; tool: Tool; args: JsonObject | null }
    | { kind: "rule"; path: string; from: string | null; value: Json }
    | { kind: "question"; path: string; text: string }
  );

const costs = { rule: 0.1, laterRule: 0.2, lookup: 1, action: 10, question: 100 } as const;

/** What a procedure may use to come by facts: its tools, the rules of its `needs`, and its questions. */
export function meansOf(
  procedure: Procedure,
  toolbox: Toolbox,
  state: CaseState,
  values: JsonObject,
  stale: Staleness,
): TakenMeans[] {
  const tools = procedure.header.tools.flatMap((name) => toolNamed(toolbox, name) ?? []);
  return withShownFacts(
    procedure,
    [
      ...rulesOf(procedure),
      ...guideMeans(procedure, values),
      ...tools.flatMap((tool) => toolMeans(tool, procedure, state, values, stale)),
    ],
    values,
  );
}

/** A question waits for what it shows, as far as that can be looked up without asking her. */
function withShownFacts(procedure: Procedure, means: readonly TakenMeans[], values: JsonObject): TakenMeans[] {
  const unasked = means.filter((each) => each.kind === "rule" || (each.kind === "tool" && each.tool.kind === "lookup"));
  return means.map((each) => {
    if (each.kind !== "question") return each;
    const shown = shownBy(each.text, procedure).filter(
      (path) => values[path] === undefined && !each.gives.includes(path),
    );
    const seen = shown.filter((path) => planTo([path], new Set(Object.keys(values)), unasked).kind === "plan");
    return seen.length === 0 ? each : { ...each, needs: [...each.needs, ...seen] };
  });
}

const shownOf = new WeakMap<Procedure, Map<string, readonly string[]>>();

/** The facts that a question shows: read once, since a procedure is planned for at each thought. */
function shownBy(text: string, procedure: Procedure): readonly string[] {
  const known = shownOf.get(procedure) ?? new Map<string, readonly string[]>();
  shownOf.set(procedure, known);
  const paths = known.get(text) ?? templatePaths(text);
  known.set(text, paths);
  return paths;
}

function rulesOf({ header }: Procedure): TakenMeans[] {
  return Object.entries(header.needs).flatMap(([path, need]) => {
    const rules: TakenMeans[] = need.from.map((from, index) => ({
      kind: "rule",
      name: `${path} from ${from}`,
      needs: [from],
      gives: [path],
      cost: index === 0 ? costs.rule : costs.laterRule * (index + 1),
      path,
      from,
      value: null,
    }));
    if (need.value !== undefined)
      rules.push({
        kind: "rule",
        name: `${path} as the procedure says`,
        needs: [],
        gives: [path],
        cost: costs.laterRule,
        path,
        from: null,
        value: need.value,
      });
    if (need.ask !== undefined)
      rules.push({
        kind: "question",
        name: `ask for ${path}`,
        needs: [],
        gives: [path],
        cost: costs.question,
        path,
        text: need.ask,
      });
    return rules;
  });
}

/** The next step of the procedure's guide as a question, once it is known which list to take. */
function guideMeans({ header: { guide } }: Procedure, values: JsonObject): TakenMeans[] {
  if (guide === undefined) return [];
  const step = nextGuideStep(guide, values);
  if (step === null && values[guide.by] !== undefined) return [];
  const { path, text } = step ?? { path: guide.gives, text: "" };
  return [
    {
      kind: "question",
      name: "the next step of the guide",
      needs: [guide.by],
      gives: [guide.gives],
      cost: costs.question,
      path,
      text,
    },
  ];
}

/** A tool as a means; none when it has been tried with the same arguments and did not lead on. */
function toolMeans(
  tool: Tool,
  procedure: Procedure,
  state: CaseState,
  values: JsonObject,
  stale: Staleness,
): TakenMeans[] {
  const required = requiredArguments(tool);
  const fixed = procedure.header.with[tool.name] ?? {};
  const needs = Object.entries(tool.needs).flatMap(([argument, path]) =>
    required.has(argument) && !Object.hasOwn(fixed, argument) ? [path] : [],
  );
  const conditions = procedure.before.get(tool.name) ?? [];
  const prerequisites = conditions.flatMap(({ check }) =>
    check.paths.filter((path) => !path.startsWith("message.") && !conditions.some(({ accept }) => accept === path)),
  );
  const args = argumentsOf(tool, fixed, values);
  if (wasTried(tool, args, state, { stale, values, anewFrom: anewFrom(tool.name, procedure, values) })) return [];
  return [
    {
      kind: "tool",
      name: tool.name,
      needs: [...new Set([...needs, ...prerequisites])],
      gives: tool.gives,
      cost: tool.kind === "lookup" ? costs.lookup : costs.action,
      tool,
      args,
    },
  ];
}

const requiredSchema = z.object({ required: z.array(z.string()).default([]) });

const requiredOf = new WeakMap<Tool, ReadonlySet<string>>();

/** The names of the arguments that a tool cannot do without. */
function requiredArguments(tool: Tool): ReadonlySet<string> {
  const known = requiredOf.get(tool);
  if (known !== undefined) return known;
  const required = new Set(requiredSchema.parse(z.toJSONSchema(tool.input, { io: "input" })).required);
  requiredOf.set(tool, required);
  return required;
}

/** How often a tool that failed because a system was down may be tried with the same arguments. */
const triesAllowed = 3;

/** Ends after which the same may be proposed again: nothing was decided against it. */
export const leadsOn: ReadonlySet<string> = new Set(["failed", "superseded", "withdrawn"]);

/** Ends that stand for a no of hers; once she asks for it again they count no more. */
const herNo: ReadonlySet<string> = new Set(["declined", "expired"]);

/**
 * Has the tool been used with these arguments and led nowhere new? A lookup that failed may be tried again later; one
 * that has been made with other arguments since, or whose answer is stale, may be made again. So may an action that was denied before
 * something was taken back, one that only sets what has been set otherwise since, one that was taken back, one that she had said no to before she asked for it again, and one that is done anew for whoever asks for it once more.
 */
function wasTried(
  tool: Tool,
  args: JsonObject | null,
  state: CaseState,
  { stale, values, anewFrom: since }: { stale: Staleness; values: JsonObject; anewFrom: number },
): boolean {
  if (args === null) return false;
  const asked = canonicalJson(args);
  const again = values[againPath];
  const last = state.doneCalls.findLast(
    (call) => call.tool === tool.name && call.undoOf === null && canonicalJson(call.args) === asked,
  );
  const undoneAt = state.finished.findLast(({ step, end }) => step.kind === "undo" && end.kind === "done")?.seq ?? 0;
  const runs = state.finished.flatMap(({ step, end, seq }) => {
    if (seq <= (stale.get(tool.name) ?? 0) || seq < since) return [];
    const isOver = typeof again === "number" && seq < again && isHerNo(end);
    const isOfBefore = typeof again === "number" && undoneAt < again && seq < undoneAt && end.kind === "denied";
    if (isOver || isOfBefore || (end.kind === "done" && last?.isUndone === true)) return [];
    return callsOf(step).flatMap((call) => (call.tool === tool.name ? [{ args: canonicalJson(call.args), end }] : []));
  });
  const latest = runs.at(-1);
  const isRepeatable = tool.kind === "lookup" || !addsUp(tool, args);
  if (isRepeatable && latest !== undefined && latest.args !== asked) return false;
  const ends = runs.flatMap((run) => (run.args === asked ? [run.end.kind] : []));
  return ends.some((kind) => !leadsOn.has(kind)) || ends.length >= triesAllowed;
}

function isHerNo(end: ProposalEnd): boolean {
  return herNo.has(end.kind) && !(end.kind === "declined" && end.by === "teammate");
}
