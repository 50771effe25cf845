import { type CaseId, type NewEvent, PurserError } from "@purser/contract";
import type { CaseState } from "../cases/case-state.ts";
import { appendSeen, refuseClosed } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";
import { type Acting, refuseOthers, refuseUnlessMayTake, saidBy, withdrawnPauses } from "./teammate-work.ts";

/** Why, and what the customer is told; absent where she is told nothing. */
export type Ending = { reason: string; message?: string };

/**
 * Closes a case: what is asked is withdrawn, what is held is called off, and nothing more is begun. What goes on in cases of
 * its own is stopped by its next turn.
 *
 * @throws PurserError PUR-2004 it is closed · PUR-2160 another teammate has it · PUR-3330 something is half done in it.
 */
export function closeCase(caseId: CaseId, by: Acting, { reason, message }: Ending, desk: Desk): Promise<void> {
  return appendSeen(caseId, by.id, desk, (caseNow) => {
    refuseClosed(caseNow);
    const { state } = caseNow;
    refuseOthers(state, by, desk);
    refuseUnderWay(state);
    return [
      ...endedFor(state, by, "The case was closed."),
      ...(message === undefined ? [] : [saidBy(by, message, state, desk)]),
      { kind: "case.closed", body: { by: by.id, reason } },
    ];
  });
}

/**
 * Opens a case again that is closed or resolved; whoever does it has it.
 *
 * @throws PurserError PUR-3331 it is open, goes on as another case, or is a part of one · PUR-2161 it is not theirs to have.
 */
export function reopenCase(caseId: CaseId, by: Acting, { reason, message }: Ending, desk: Desk): Promise<void> {
  return appendSeen(caseId, by.id, desk, ({ state }) => {
    const obstacle = whyNotReopened(state);
    if (obstacle !== null) throw new PurserError("PUR-3331", obstacle);
    refuseUnlessMayTake(by, state, desk);
    return [
      { kind: "case.reopened", body: { reason, by: by.id } },
      { kind: "teammate.joined", body: { teammateId: by.id } },
      ...(message === undefined ? [] : [saidBy(by, message, state, desk)]),
    ];
  });
}

function whyNotReopened({ lifecycle, mergedInto, parent, caseId }: CaseState): string | null {
  if (lifecycle === "open") return `${caseId} is open.`;
  if (mergedInto !== null) return `${caseId} goes on as ${mergedInto}.`;
  return parent === null ? null : `${caseId} was a part of ${parent.caseId}, which has its result: go on there.`;
}

/** Throws PUR-3330 while it is not settled what becomes of something: closed now, nobody would wait for it. */
export function refuseUnderWay(state: CaseState): void {
  const [call] = state.calls;
  if (call !== undefined) throw new PurserError("PUR-3330", `It is not settled what became of ${call.tool}.`);
  if (state.proposals.some(({ phase }) => phase.kind === "carrying-out"))
    throw new PurserError("PUR-3330", "Several actions are being done together, and not all are done.");
}

/** What ends with the case: the questions that are open, and what was to be done later. */
export function endedFor(state: CaseState, by: Acting, reason: string): NewEvent[] {
  const held = state.proposals.flatMap(({ phase }): NewEvent[] =>
    phase.kind === "held" ? [{ kind: "call.withdrawn", body: { key: phase.key, by: by.id, reason } }] : [],
  );
  return [...withdrawnPauses(state, by.id, reason), ...held];
}
