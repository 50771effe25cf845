import type { Json, JsonObject } from "@purser/contract";
import type { Procedure } from "../../blueprint/procedure.ts";
import type { CaseState, FinishedProposal } from "../../cases/case-state.ts";

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
