import { type CaseId, type NewEvent, PurserError } from "@purser/contract";
import { actionCallsOf } from "../cases/calls-of.ts";
import { hostSays } from "../blueprint/sentences/host-sentences.ts";
import type { CaseState } from "../cases/case-state.ts";
import { isCustomerToldOfHeld } from "../cases/proposal-ends.ts";
import { appendSeen, refuseClosed } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";
import { readCaseNow } from "./read-case-now.ts";
import { type Acting, refuseOthers, refuseUnlessMayTake, saidBy, withdrawnPauses } from "./teammate-work.ts";

/** Why, and what the customer is told; absent where she is told nothing. */
export type Ending = { reason: string; message?: string };

/**
 * Closes a case: what is asked is withdrawn, what is held is called off, and nothing more is begun. What goes on in cases of
 * its own is stopped by its next turn.
 *
 * @throws PurserError PUR-2004 it is closed · PUR-2160 another teammate has it · PUR-3330 something is half done in it, or in
 *   a case that is a part of it.
 */
export async function closeCase(caseId: CaseId, by: Acting, { reason, message }: Ending, desk: Desk): Promise<void> {
  const halfDone = await halfDoneBelow(caseId, desk);
  if (halfDone.length > 0) throw new PurserError("PUR-3330", halfDone.join(" "));
  await appendSeen(caseId, by.id, desk, (caseNow) => {
    refuseClosed(caseNow);
    const { state } = caseNow;
    refuseOthers(state, by, desk);
    refuseUnderWay(state);
    return [
      ...endedFor(state, { by: by.id, reason: "The case was closed." }, desk),
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
  const [first] = halfDoneIn(state);
  if (first !== undefined) throw new PurserError("PUR-3330", first);
}

/** What is begun in a case and not over, in sentences for people: a call of which nobody knows yet, and a plan of several actions. */
function halfDoneIn({ calls, proposals }: CaseState): readonly string[] {
  const plans = proposals.filter(({ phase }) => phase.kind === "carrying-out");
  return [
    ...calls.map(({ tool }) => `It is not settled what became of ${tool}.`),
    ...plans.map(({ step }) => {
      const tools = actionCallsOf(step).map(({ tool }) => tool);
      const named = tools.length === 0 ? "" : ` (${tools.join(", ")})`;
      return `Several actions${named} are being done together, and not all are done.`;
    }),
  ];
}

/** The same of the cases that are parts of this one, and of their parts. */
async function halfDoneBelow(caseId: CaseId, desk: Desk): Promise<readonly string[]> {
  const { state } = await readCaseNow(caseId, desk);
  const found = await Promise.all(
    state.children
      .filter(({ end }) => end === null)
      .map(async ({ caseId: childId }) => {
        // Nothing is there yet of a part that is still to be opened.
        if ((await desk.store.readCase(desk.tenant, childId)) === null) return [];
        const child = await readCaseNow(childId, desk);
        const own = halfDoneIn(child.state).map((each) => `In its part ${childId}: ${each}`);
        return [...own, ...(await halfDoneBelow(childId, desk))];
      }),
  );
  return found.flat();
}

/** What ends with the case: the questions that are open, and what was to be done later. Who was told that it would be is told that it will not. */
export function endedFor(
  state: CaseState,
  { by, reason }: { by: string; reason: string },
  desk: Pick<Desk, "id" | "voice">,
): NewEvent[] {
  const held = state.proposals.flatMap((proposal): NewEvent[] => {
    const { phase } = proposal;
    if (phase.kind !== "held") return [];
    const withdrawn: NewEvent = { kind: "call.withdrawn", body: { key: phase.key, by, reason } };
    if (!isCustomerToldOfHeld(proposal, state)) return [withdrawn];
    const text = hostSays(desk.voice(), "calledOff", { what: phase.standing.shown.text });
    return [withdrawn, saidBy(null, text, state, desk)];
  });
  return [...withdrawnPauses(state, by, reason), ...held];
}
