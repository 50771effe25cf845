import type { JsonObject } from "@purser/contract";
import type { Action } from "@purser/kit";
import type { Procedure } from "../../../blueprint/procedure.ts";
import type { DoneCall } from "../../../cases/case-state.ts";
import { standingCalls } from "../../../cases/standing-calls.ts";
import { countedBy } from "../../../blueprint/claims.ts";
import type { CaseView } from "../../reasoner.ts";
import { argumentsOf } from "./arguments.ts";
import { anewFrom, madeAt } from "./once-more.ts";
import { againPath, turnPath } from "../understanding/own-paths.ts";

/**
 * The facts that actions gave and that are not about what she wants by now: they were done with another record before she asked
 * for this one, or set what she has named, or the procedure sets, otherwise since. `now` is what is known, with what the procedure's rules give.
 */
export function outdatedFacts(procedure: Procedure, view: CaseView, now: JsonObject): ReadonlySet<string> {
  const { state, blueprint } = view;
  const actions = procedure.header.tools.flatMap((name) => blueprint.toolbox.actions.get(name) ?? []);
  const outdated = new Set(
    actions.flatMap((action) => {
      const last = standingCalls(state).findLast(({ tool }) => tool === action.name);
      return last !== undefined && isOutdated(action, last, procedure, view, now) ? [action.name] : [];
    }),
  );
  return new Set(Object.keys(now).filter((path) => outdated.has(state.values[path]?.source ?? "")));
}

function isOutdated(action: Action, last: DoneCall, procedure: Procedure, view: CaseView, now: JsonObject): boolean {
  const { args } = last;
  const fixed = procedure.header.with[action.name] ?? {};
  if (madeAt(last, view) < anewFrom(action.name, procedure, now)) return true;
  const wanted = argumentsOf(action, fixed, { ...valuesOfProcedure(procedure), ...now });
  // What was known when it was done and is not known now went with the record that it was known of.
  const isAnother = wanted !== null && JSON.stringify(action.touches(wanted)) !== JSON.stringify(action.touches(args));
  if (wanted === null || isAnother) return now[turnPath] !== undefined || isAskedAfter(last, view, now);
  const said = saidFacts(procedure, now);
  return (
    !addsUp(action, args) &&
    Object.entries(action.needs).some(
      ([argument, path]) =>
        (said.has(path) || Object.hasOwn(fixed, argument)) &&
        JSON.stringify(wanted[argument]) !== JSON.stringify(args[argument]),
    )
  );
}

/** What the procedure says of a fact where nothing else does. */
function valuesOfProcedure({ header }: Procedure): JsonObject {
  return Object.fromEntries(
    Object.entries(header.needs).flatMap(([path, { value }]) => (value === undefined ? [] : [[path, value] as const])),
  );
}

/**
 * What counts into totals, such as money paid, adds up when it is done once more; anything else sets what was set before.
 * What an action cannot tell of may add up.
 */
export function addsUp(action: Action, args: JsonObject): boolean {
  const counted = countedBy(action, args);
  return counted.kind === "impossible" || Object.keys(counted.value).length > 0;
}

/** Whether she has asked for something since the call; one that is too long ago to be kept was before. */
function isAskedAfter(call: DoneCall, view: CaseView, now: JsonObject): boolean {
  const again = now[againPath];
  return typeof again === "number" && madeAt(call, view) < again;
}

/** The facts that come from her own words, by however many rules. */
function saidFacts({ header }: Procedure, now: JsonObject): ReadonlySet<string> {
  const said = new Set(Object.keys(now).filter((path) => path.startsWith("message.")));
  for (const [path, { from }] of Object.entries(header.needs)) {
    const source = from.find((candidate) => now[candidate] !== undefined && now[candidate] !== null);
    if (source !== undefined && said.has(source)) said.add(path);
  }
  return said;
}
