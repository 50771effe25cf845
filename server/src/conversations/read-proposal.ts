import { type CaseId, type ProposalId, type ProposalView, PurserError, unreachable } from "@purser/contract";
import type { ActiveProposal, CaseState, ProposalEnd } from "../cases/case-state.ts";
import type { Desk } from "./desk.ts";
import { readCaseNow } from "./read-case-now.ts";

/**
 * How far a proposal has come, what it waits for, and how it ended.
 *
 * @throws PurserError PUR-2002 no such case, or none of its open and latest proposals has this id.
 */
export async function readProposal(
  caseId: CaseId,
  proposalId: ProposalId,
  desk: Pick<Desk, "store" | "tenant">,
): Promise<ProposalView> {
  const { state } = await readCaseNow(caseId, desk);
  const open = state.proposals.find((candidate) => candidate.proposalId === proposalId);
  if (open !== undefined) {
    const awaits = awaitedBy(open, state);
    return {
      caseId,
      proposalId,
      progress: awaits === null ? "working" : "waiting",
      awaits,
      reasons: [],
      call: null,
    };
  }
  const finished = state.finished.find((candidate) => candidate.proposalId === proposalId);
  if (finished === undefined)
    throw new PurserError("PUR-2002", `${proposalId} is not among the latest proposals of ${caseId}.`);
  const call = state.doneCalls.find((candidate) => candidate.proposalId === proposalId);
  return {
    caseId,
    proposalId,
    progress: finished.end.kind,
    awaits: null,
    reasons: reasonsOf(finished.end),
    call: call === undefined ? null : { key: call.key, result: call.result },
  };
}

function awaitedBy({ phase }: ActiveProposal, state: CaseState): ProposalView["awaits"] {
  if (phase.kind === "held") return { kind: "release", at: phase.releaseAt, callKey: phase.key };
  if (phase.kind === "identifying") {
    const { verdict } = phase.standing.judgement;
    return { kind: "identity", level: verdict.kind === "identify" ? verdict.level : null };
  }
  const pause = phase.kind === "asking" ? state.pauses.find(({ pauseId }) => pauseId === phase.pauseId) : undefined;
  if (pause === undefined) return null;
  const { pauseId, mayAnswer, shown, expiresAt } = pause;
  const from = mayAnswer.kind === "customer" ? "customer" : mayAnswer.role;
  return { kind: "answer", pauseId, from, question: shown.text, expiresAt };
}

function reasonsOf(end: ProposalEnd): string[] {
  switch (end.kind) {
    case "denied":
    case "escalated":
      return end.reasons;
    case "declined":
      return [`The ${end.by} said no${end.reason === null ? "." : `: ${end.reason}`}`];
    case "withdrawn":
      return [end.reason];
    case "done":
    case "refused":
    case "failed":
    case "unsettled":
      return end.detail === "" ? [] : [end.detail];
    case "undone":
      return [`${end.tool} failed: ${end.detail}`, ...end.left];
    case "stopped":
      return [end.detail];
    case "expired":
    case "superseded":
    case "joined":
      return [];
    default:
      return unreachable(end);
  }
}
