import type { CaseId, CaseSummary, CaseView, EventView } from "@purser/contract";
import { jsonObjectSchema } from "@purser/contract";
import { caseCostOf } from "../cases/case-cost.ts";
import type { CaseState } from "../cases/case-state.ts";
import type { CaseRow, StoredEvent } from "../cases/case-store.ts";
import { statusOf } from "../cases/status.ts";
import { readCaseNow } from "../conversations/read-case-now.ts";
import type { ApiServices } from "./api-services.ts";

export function caseSummaryOf(row: CaseRow): CaseSummary {
  const { caseId, status, channel, customerId, version, isRunnable, openedAt, updatedAt, wakeAt } = row;
  return { caseId, status, channel, customerId, version, isRunnable, openedAt, updatedAt, wakeAt };
}

/** A case as it stands. Throws PUR-2002 when there is none. */
export async function readCaseView(caseId: CaseId, { desk, world }: ApiServices): Promise<CaseView> {
  return caseViewOf(await readCaseNow(caseId, desk), world.blueprints.inForce().settings.currency);
}

function caseViewOf({ row, state }: { row: CaseRow; state: CaseState }, currency: string): CaseView {
  const { route } = state;
  const { customerRef, subject, goal, procedure, identity, owner, blueprintHash, pauses, parent, children } = state;
  const open = state.calls.map(({ key, tool, args, undoOf }) => ({ key, tool, args, undoOf, state: "open" as const }));
  const done = state.doneCalls.map(({ key, tool, args, undoOf, isUndone }) => ({
    key,
    tool,
    args,
    undoOf,
    state: isUndone ? ("undone" as const) : ("done" as const),
  }));
  return {
    ...caseSummaryOf(row),
    // What a person did since the worker last wrote counts already.
    status: statusOf(state),
    customerRef,
    subject,
    goal,
    procedure,
    identity,
    owner,
    blueprintHash,
    pauses,
    calls: [...open, ...done],
    cost: { ...caseCostOf(state), currency },
    route: route === null ? null : { route: route.route, since: route.since, why: route.why },
    mergedInto: state.mergedInto,
    parent: parent?.caseId ?? null,
    children: children.map(({ caseId, goal: childGoal, end }) => ({
      caseId,
      goal: childGoal,
      state: end?.kind ?? ("open" as const),
    })),
  };
}

export function eventViewOf({ envelope, body }: StoredEvent): EventView {
  const { seq, at, kind, actorId, hash } = envelope;
  return { seq, at, kind, actorId, hash, body: jsonObjectSchema.safeParse(body).data ?? null };
}
