import type { Json, JsonObject } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import type { CaseState, FinishedProposal } from "../../../cases/case-state.ts";
import type { CaseView } from "../../reasoner.ts";
import { madeAt } from "./once-more.ts";
import { againPath } from "../understanding/own-paths.ts";

/** By lookup: the number of the event by which a refusal has made its last answer stale. */
export type Staleness = ReadonlyMap<string, number>;

/**
 * The lookups that the procedure has to make anew: after an action was denied or refused, since the world is not as they
 * said, and when something outside was waited for, since it may have come about.
 */
export function stalenessOf(
  { header }: Pick<Procedure, "header">,
  { finished }: Pick<CaseState, "finished">,
): Staleness {
  const stale = new Map<string, number>();
  for (const { step, end, seq } of finished) {
    const awaited =
      step.kind === "later" && step.awaits !== undefined ? [step.awaits, ...(step.awaits.others ?? [])] : [];
    for (const lookup of awaited.flatMap(({ renews }) => renews)) stale.set(lookup, seq);
    if (step.kind !== "call" || (end.kind !== "denied" && end.kind !== "refused")) continue;
    for (const lookup of header.renew[step.call.tool] ?? []) stale.set(lookup, seq);
  }
  return stale;
}

/** What is known that still holds, and the lookups that have to be made anew. */
export function renewalsOf(
  procedure: Procedure,
  view: CaseView,
  known: JsonObject,
): { stale: Staleness; believed: JsonObject } {
  const { state, blueprint } = view;
  const refused = stalenessOf(procedure, state);
  const changed = changedByOthers(procedure, view, known[againPath]);
  const isGone = (path: string): boolean => {
    const source = state.values[path]?.source ?? "";
    const seq = changed.get(source);
    // Which record it was is what it was looked up with.
    const isEcho = Object.values(blueprint.toolbox.lookups.get(source)?.needs ?? {}).includes(path);
    return seq !== undefined && !isEcho && !isRenewed(source, seq, state.finished);
  };
  const left = Object.fromEntries(Object.entries(known).filter(([path]) => !isGone(path)));
  return { stale: new Map([...changed, ...refused]), believed: withoutRefused(left, procedure, state, refused) };
}

/**
 * The lookups whose answers an action of another procedure has made stale: it has changed a record that they gave or were given,
 * such as a plan that was changed before a pause is wanted. One that searches by her words is not made again for that: it may find
 * other records than the one that she means. What this procedure has done since she asked is told as it was known then.
 */
function changedByOthers({ header }: Procedure, view: CaseView, again: Json | undefined): Staleness {
  const { state, blueprint } = view;
  const since = typeof again === "number" ? again : 0;
  const done = state.doneCalls.map((call) => ({ tool: call.tool, seq: madeAt(call, view) }));
  if (done.some(({ tool, seq }) => header.tools.includes(tool) && seq > since)) return new Map();
  const lookups = header.tools.flatMap((name) => blueprint.toolbox.lookups.get(name) ?? []);
  const readable = lookups.filter(({ needs }) => !Object.values(needs).some((path) => path.startsWith("message.")));
  const stale = new Map<string, number>();
  for (const { tool, seq } of done) {
    if (header.tools.includes(tool)) continue;
    const changed = Object.values(blueprint.toolbox.actions.get(tool)?.needs ?? {});
    for (const { name, gives, needs } of readable) {
      const isTouched = changed.some((path) => gives.includes(path) || Object.values(needs).includes(path));
      if (isTouched) stale.set(name, Math.max(seq, stale.get(name) ?? 0));
    }
  }
  return stale;
}

/**
 * What is known without what stale lookups have said and have not been asked again. Templates and conditions see of each
 * action that was refused that way `refused.<action>`.
 */
export function withoutRefused(
  known: JsonObject,
  procedure: Pick<Procedure, "header">,
  state: Pick<CaseState, "finished" | "values">,
  stale: Staleness,
): JsonObject {
  const unbelieved = new Set([...stale].flatMap(([name, seq]) => (isRenewed(name, seq, state.finished) ? [] : [name])));
  const values: Record<string, Json> = {};
  for (const [path, value] of Object.entries(known)) {
    const source = state.values[path]?.source;
    if (source === undefined || !unbelieved.has(source)) values[path] = value;
  }
  for (const [action, lookups] of Object.entries(procedure.header.renew)) {
    const isRefused = state.finished.some(
      ({ step, end }) =>
        step.kind === "call" && step.call.tool === action && (end.kind === "denied" || end.kind === "refused"),
    );
    if (isRefused && lookups.length > 0) values[`refused.${action}`] = true;
  }
  return values;
}

function isRenewed(lookup: string, refusedAt: number, finished: readonly FinishedProposal[]): boolean {
  return finished.some(
    ({ step, end, seq }) =>
      seq > refusedAt &&
      end.kind === "done" &&
      step.kind === "lookup" &&
      step.calls.some(({ tool }) => tool === lookup),
  );
}

/** A lookup that was only made because an action had been refused says nothing of why there is no way on. */
export function isRenewal({ step, seq }: FinishedProposal, stale: Staleness): boolean {
  return step.kind === "lookup" && step.calls.every(({ tool }) => seq > (stale.get(tool) ?? Number.POSITIVE_INFINITY));
}
