import { type CaseEvent, type CaseId, type Instant, plusMs } from "@purser/contract";
import type { SystemClient, Systems, ToolContext } from "@purser/kit";
import type { ViewMessage } from "../agent/reasoner.ts";
import type { Blueprint } from "../blueprint/blueprint.ts";
import type { ActiveProposal, CaseState } from "../cases/case-state.ts";
import type { Lease } from "../cases/case-store.ts";
import { calendarDaysBetween } from "./calendar-days.ts";
import type { World } from "./world.ts";

/** What a step may look at. */
export type StepContext = {
  state: CaseState;
  now: Instant;
  lease: Lease;
  world: World;
  /** The version that the case started with. */
  blueprint: Blueprint;
  readMessages: () => Promise<readonly ViewMessage[]>;
  /** All events of the case, those of this session included. */
  readLog: () => Promise<readonly CaseEvent[]>;
};

/** The proposal that a step is about; `decide` only names proposals that are in the state. */
export function proposalIn(state: CaseState, proposalId: ActiveProposal["proposalId"]): ActiveProposal {
  const proposal = state.proposals.find((candidate) => candidate.proposalId === proposalId);
  if (proposal === undefined) throw new Error(`${state.caseId} has no proposal ${proposalId}.`);
  return proposal;
}

/** What a tool's function gets: the customer of the case and the systems, each request marked with case and attempt. */
export function toolContext({ state, now, world, blueprint }: StepContext, attempt = 1): ToolContext {
  const customer =
    state.customerId === null || state.customerRef === null ? null : { id: state.customerId, ref: state.customerRef };
  return {
    customer,
    systems: markedSystems(world.systems, state.caseId, customer?.ref ?? null, attempt),
    now,
    daysSince: (then) => calendarDaysBetween(then, now, blueprint.settings.timeZone),
  };
}

function markedSystems(systems: Systems, caseId: CaseId, customerRef: string | null, attempt: number): Systems {
  const marks = {
    "purser-case": caseId,
    "purser-attempt": String(attempt),
    ...(customerRef === null ? {} : { "purser-customer": customerRef }),
  };
  const marked = (client: SystemClient): SystemClient => ({
    ...client,
    request: (request) => client.request({ ...request, headers: { ...request.headers, ...marks } }),
  });
  return Object.fromEntries(Object.entries(systems).map(([name, client]) => [name, marked(client)]));
}

/** The identity level that still holds: a level ends with its time. */
export function levelNow({ state, now }: StepContext): CaseState["identity"]["level"] {
  const { level, expiresAt } = state.identity;
  return expiresAt !== null && now >= expiresAt ? 0 : level;
}

export function after(now: Instant, durationMs: number): Instant {
  return plusMs(now, durationMs);
}
