import type { AwaitedThing, Json, JsonObject } from "@purser/contract";
import { canonicalJson } from "@purser/kit/audit";
import type { Condition, Procedure } from "../../../blueprint/procedure.ts";
import { callsOf } from "../../../cases/calls-of.ts";
import type { CaseState, FinishedProposal } from "../../../cases/case-state.ts";
import { standingCalls } from "../../../cases/standing-calls.ts";
import { valuesAt } from "../../../tools/values-at.ts";
import type { CaseView } from "../../reasoner.ts";
import { argumentsOf } from "./arguments.ts";
import { factsFor } from "./known-facts.ts";
import { madeAt } from "./once-more.ts";
import { turnPath } from "../understanding/own-paths.ts";
import { stalenessOf, withoutRefused } from "./renewal.ts";

type Waited = Pick<CaseState, "finished">;

/** All that is waited for outside, each as it was when the case last began to wait; nothing once it was resolved. */
export function awaitedIn(state: Waited): readonly AwaitedThing[] {
  const last = newestWait(state)?.step;
  if (last?.kind !== "later" || last.awaits === undefined) return [];
  const { others = [], ...newest } = last.awaits;
  return [...others, newest];
}

function newestWait({ finished }: Waited) {
  return finished.findLast(({ step, end }) =>
    step.kind === "resolve" ? end.kind === "done" : step.kind === "later" && step.awaits !== undefined,
  );
}

/** The one of those that is waited for by this condition with these facts, so that one parcel is told from another. */
export function awaitedBy(
  procedure: Procedure,
  { check }: Condition,
  view: CaseView,
  values: JsonObject,
): AwaitedThing | undefined {
  const of = canonicalJson(lookedAtWith(procedure, check.paths, view, values));
  return awaitedIn(view.state).find(
    (thing) => thing.what === check.text && (thing.of === undefined || canonicalJson(thing.of) === of),
  );
}

/** By lookup that gives one of these facts the arguments that it is made with. */
export function lookedAtWith(
  { header }: Procedure,
  paths: readonly string[],
  { blueprint }: CaseView,
  values: JsonObject,
): Record<string, JsonObject> {
  const lookups = header.tools.flatMap((name) => blueprint.toolbox.lookups.get(name) ?? []);
  return Object.fromEntries(
    lookups.flatMap((lookup) => {
      const isLooked = lookup.gives.some((path) => paths.includes(path));
      const args = isLooked ? argumentsOf(lookup, header.with[lookup.name] ?? {}, values) : null;
      return args === null ? [] : [[lookup.name, args] as const];
    }),
  );
}

/** Whether it was done for something else that is waited for: that says nothing of why there is no way on to this. */
export function isOfAnother({ step }: FinishedProposal, state: Waited, values: JsonObject): boolean {
  const known = new Set(Object.values(values));
  const others = awaitedIn(state).flatMap(({ of = {} }) => (namesIn(of).some((name) => known.has(name)) ? [] : [of]));
  return others.some((of) => callsOf(step).some(({ args }) => isAbout(args, of)));
}

/** What is kept of what is known for as long as it is waited for: what the procedure's tools gave and its needs, lists left out. */
export function factsToKeep({ header }: Procedure, { blueprint }: CaseView, values: JsonObject): JsonObject {
  const { lookups, actions } = blueprint.toolbox;
  const given = header.tools.flatMap((name) => (lookups.get(name) ?? actions.get(name))?.gives ?? []);
  const paths = new Set([...given, ...Object.keys(header.needs)]);
  return Object.fromEntries(
    Object.entries(values).filter(
      ([path, value]) => paths.has(path) && !path.startsWith("message.") && value !== null && typeof value !== "object",
    ),
  );
}

/** What one procedure is pursued for by now: what else it waits for, each with a view of its own, and the newest wish. */
type Strands = { others: readonly CaseView[]; known: JsonObject; isOver: boolean };

/**
 * Takes apart what one procedure does for several things in one case, such as two parcels. `others` is what it waits for
 * besides what is known now; `known` counts nothing that was done for those as done for the newest; `isOver`: the newest was
 * done and told while others are still waited for.
 */
export function strandsOf(procedure: Procedure, view: CaseView, known: JsonObject): Strands {
  const waits = [...procedure.before].flatMap(([tool, conditions]) =>
    conditions.flatMap(({ wait, check }) => (wait === null ? [] : [{ tool, check }])),
  );
  if (waits.length === 0) return { others: [], known, isOver: false };
  const { state } = view;
  const apart = wasDoneTwice(procedure, view) ? { ...known, [turnPath]: true } : known;
  const stale = stalenessOf(procedure, state);
  const now = factsFor(procedure, view, withoutRefused(apart, procedure, state, stale));
  const current = waits.map(({ tool, check }) => ({ tool, of: lookedAtWith(procedure, check.paths, view, now) }));
  const things = awaitedIn(state).filter(
    ({ what, of }) => of !== undefined && waits.some(({ check }) => check.text === what) && !wasTakenBack(of, state),
  );
  const isCurrent = ({ of }: AwaitedThing): boolean =>
    current.some((each) => canonicalJson(each.of) === canonicalJson(of ?? {}));
  const others = things.filter((thing) => !isCurrent(thing));
  const toldAt = newestWait(state)?.seq ?? 0;
  const isOver =
    others.length > 0 &&
    !things.some(isCurrent) &&
    current.some(({ tool, of }) =>
      state.doneCalls.some((call) => call.tool === tool && isAbout(call.args, of) && madeAt(call, view) < toldAt),
    );
  return { others: others.map((thing) => viewOf(thing, view)), known: apart, isOver };
}

/** Whether something that the procedure does once for each thing was done more than once. */
function wasDoneTwice({ header }: Procedure, { state }: CaseView): boolean {
  return header.tools.some(
    (name) => !header.anew.includes(name) && standingCalls(state).filter(({ tool }) => tool === name).length > 1,
  );
}

function wasTakenBack(of: Record<string, JsonObject>, { doneCalls }: CaseState): boolean {
  return doneCalls.some(({ isUndone, args }) => isUndone && isAbout(args, of));
}

/** Whether a call is made with what this thing is looked at with, such as the number of a return. */
function isAbout(args: JsonObject, of: Record<string, JsonObject>): boolean {
  const names = namesIn(of);
  return Object.values(args).some((value) => names.includes(value));
}

function namesIn(of: Record<string, JsonObject>): readonly Json[] {
  return Object.values(of).flatMap((args) => Object.values(args));
}

/** The case as if it was about this thing alone: what was known when it began to wait, and what was seen and done of it since. */
function viewOf({ of = {}, facts = {}, renews }: AwaitedThing, view: CaseView): CaseView {
  const { state, now, blueprint } = view;
  const { lookups, actions } = blueprint.toolbox;
  const finished = state.finished.filter(({ step }) => {
    const calls = callsOf(step);
    return calls.length === 0 || calls.some(({ args }) => isAbout(args, of));
  });
  const sourceOf = (path: string): string =>
    renews.find((name) => lookups.get(name)?.gives.includes(path)) ?? "awaited";
  const values = Object.fromEntries(
    Object.entries(facts).map(([path, value]) => [path, { value, source: sourceOf(path), at: now }]),
  );
  for (const { tool, args, result, isUndone, undoOf } of state.doneCalls) {
    if (isUndone || undoOf !== null || !isAbout(args, of)) continue;
    for (const [path, value] of Object.entries(valuesAt(result, actions.get(tool)?.gives ?? [])))
      values[path] = { value, source: tool, at: now };
  }
  for (const [path, known] of Object.entries(state.values)) {
    const last = state.finished.findLast(
      ({ step, end }) =>
        step.kind === "lookup" && end.kind === "done" && step.calls.some(({ tool }) => tool === known.source),
    );
    const isOfThis = last !== undefined && callsOf(last.step).some(({ args }) => isAbout(args, of));
    if (isOfThis) values[path] = known;
  }
  return { ...view, state: { ...state, finished, values } };
}
