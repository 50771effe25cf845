import {
  type CallKey,
  type CaseId,
  type Judgement,
  PurserError,
  type UndoObstacle,
  type UndoPreview,
  unreachable,
} from "@purser/contract";
import type { DoneCall } from "../cases/case-state.ts";
import { type HeldProposal, heldUnder } from "../cases/proposal-ends.ts";
import type { CaseNow } from "../conversations/read-case-now.ts";
import { readCaseNow } from "../conversations/read-case-now.ts";
import type { Operation } from "../tools/operation.ts";
import { consultGuard } from "./consult-guard.ts";
import { described } from "./described.ts";
import { operationOfCall } from "./operation-of.ts";
import { type StepContext, toolContext } from "./step-context.ts";
import type { World } from "./world.ts";

/** What taking this call back would mean now: facts read, guard asked, nothing written. Throws PUR-2002. */
export async function previewUndo(key: CallKey, world: World): Promise<UndoPreview> {
  const caseId = await world.store.findCall(world.tenant, key);
  if (caseId === null) throw new PurserError("PUR-2002", key);
  const caseNow = await readCaseNow(caseId, world);
  const context = await contextOf(caseNow, world);
  const call = caseNow.state.doneCalls.find((candidate) => candidate.key === key);
  const held = heldUnder(caseNow.state, key);
  if (held !== undefined) return withdrawable(caseId, held.phase);
  if (call === undefined) return impossible(caseId, "unsettled", "The call is not known to be done.");
  if (context === null)
    return impossible(caseId, "unknown", "The blueprint version of this case can no longer be run.");
  return previewOf(call, context);
}

/** What taking back one done call would mean now. */
export async function previewOf({ key, tool, args }: DoneCall, context: StepContext): Promise<UndoPreview> {
  const prepared = operationOfCall({ tool, args, undoOf: key }, context);
  return prepared.kind === "impossible"
    ? impossible(context.state.caseId, prepared.obstacle ?? "unknown", prepared.detail)
    : judged(prepared.operation, context);
}

async function judged(operation: Operation, context: StepContext): Promise<UndoPreview> {
  const { caseId } = context.state;
  const read = await operation.readFacts(toolContext(context));
  if (read.kind !== "read") return impossible(caseId, "unreadable", read.detail);
  const { judgement } = await consultGuard({ ...operation, facts: read.facts }, context, null);
  const { verdict } = judgement;
  return {
    caseId,
    possible: verdict.kind !== "deny",
    obstacle: verdict.kind === "deny" ? "forbidden" : null,
    why: whyOf(judgement),
    describe: described(operation, read.facts, context).text,
    verdict,
    residue: operation.residue,
  };
}

/** A judgement in sentences for a teammate: what would have to happen first, and the guardrails that say so. */
export function whyOf({ verdict, policies }: Judgement): string[] {
  const decided = policies.map(
    ({ id, effect, reason }) =>
      `The guardrail ${id} ${effect === "permit" ? "permits" : "forbids"} it${reason === null ? "." : `: ${reason}`}`,
  );
  switch (verdict.kind) {
    case "allow":
      return ["It would be done at once.", ...decided];
    case "confirm":
      return ["The customer would be asked first.", ...decided];
    case "approve":
      return [`Somebody with the role ${verdict.role} would be asked first.`, ...decided];
    case "confirm-then-approve":
      return [`The customer, and then somebody with the role ${verdict.role}, would be asked first.`, ...decided];
    case "identify":
      return [`The customer would have to show who she is first, at level ${verdict.level}.`, ...decided];
    case "escalate":
      return ["It would be handed to a teammate to decide.", ...verdict.reasons];
    case "deny":
      return ["The guardrails forbid it.", ...verdict.reasons];
    default:
      return unreachable(verdict);
  }
}

/** The steps' context without a lease: nothing is appended. */
export async function contextOf({ row, state, now }: CaseNow, world: World): Promise<StepContext | null> {
  const blueprint = await world.blueprints.pinned(state.blueprintHash);
  if (blueprint === null) return null;
  const lease = { tenant: row.tenant, caseId: row.caseId, workerId: world.workerId, epoch: 0 };
  return { state, now, lease, world, blueprint, readMessages: async () => [], readLog: async () => [] };
}

function impossible(caseId: CaseId, obstacle: UndoObstacle, detail: string): UndoPreview {
  return { caseId, possible: false, obstacle, why: [detail], describe: null, verdict: null, residue: null };
}

export function withdrawable(caseId: CaseId, { standing, releaseAt }: HeldProposal["phase"]): UndoPreview {
  const why = [`It is held until ${releaseAt} and has not been done: it would be called off.`];
  return { caseId, possible: true, obstacle: null, why, describe: standing.shown.text, verdict: null, residue: null };
}
