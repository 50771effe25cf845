import type { CaseId, NewEvent } from "@purser/contract";
import type { CaseState } from "../cases/case-state.ts";
import { appendSeen, refuseClosed } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";

/** A teammate takes the case: the agent falls silent and begins nothing more. */
export function takeOver(caseId: CaseId, teammateId: string, desk: Desk): Promise<void> {
  return appendSeen(caseId, teammateId, desk, (caseNow) => {
    refuseClosed(caseNow);
    return [...withdrawnPauses(caseNow.state, teammateId), { kind: "teammate.joined", body: { teammateId } }];
  });
}

/** Gives the case back to the agent, which thinks about it anew. */
export function returnToAgent(caseId: CaseId, teammateId: string, desk: Desk): Promise<void> {
  return appendSeen(caseId, teammateId, desk, (caseNow) => {
    refuseClosed(caseNow);
    return [{ kind: "teammate.left", body: { teammateId, returnsToAgent: true } }];
  });
}

export function closeCase(caseId: CaseId, by: string, reason: string, desk: Desk): Promise<void> {
  return appendSeen(caseId, by, desk, (caseNow) => {
    refuseClosed(caseNow);
    return [...withdrawnPauses(caseNow.state, by), { kind: "case.closed", body: { by, reason } }];
  });
}

export function addNote(caseId: CaseId, by: string, text: string, desk: Desk): Promise<void> {
  return appendSeen(caseId, by, desk, () => [{ kind: "note.added", body: { by, text } }]);
}

/** Nobody answers what nobody waits for any more. */
export function withdrawnPauses(state: CaseState, by: string, reason = "A person has taken over."): NewEvent[] {
  return state.pauses.map(({ pauseId, proposalId }) => ({
    kind: "pause.withdrawn",
    body: { pauseId, proposalId, by, reason },
  }));
}
