import type { CaseEvent, CaseEventOf, ProposalId } from "@purser/contract";
import { type CaseHistory, eventsIn, eventsOf, type History, type Violation } from "./history.ts";

/** I5: after a stop no call of that proposal begins, not a first one and not a repeat. */
export function checkNoMeansNo({ cases }: History): readonly Violation[] {
  return cases.flatMap((each) =>
    eventsOf(each, "call.started").flatMap((started) => {
      const { proposalId, key, attempt } = started.body;
      const stop = eventsIn(each).find(
        (event) => event.seq < started.seq && stops(event, proposalId, each) && !isLifted(event, started, each),
      );
      return stop === undefined
        ? []
        : [
            `The call ${key}, attempt ${attempt}, was begun after ${stop.kind} at ${stop.seq} had stopped its proposal.`,
          ];
    }),
  );
}

function stops(event: CaseEvent, proposalId: ProposalId, history: CaseHistory): boolean {
  switch (event.kind) {
    case "pause.answered":
      return event.body.proposalId === proposalId && event.body.decision !== "yes";
    case "pause.withdrawn":
    case "pause.expired":
      return event.body.proposalId === proposalId;
    case "pause.superseded":
      return event.body.proposalId === proposalId && event.body.newProposalId !== null;
    case "proposal.judged":
      return (
        event.body.proposalId === proposalId &&
        (event.body.judgement.verdict.kind === "deny" || event.body.judgement.verdict.kind === "escalate")
      );
    case "handoff.made":
    case "teammate.joined":
      return isAgents(proposalId, event.seq, history);
    case "case.closed":
      return isMadeBefore(proposalId, event.seq, history);
    default:
      return false;
  }
}

/** What was held when a person took over rests, and goes on once the case has been given back. */
function isLifted(stop: CaseEvent, started: CaseEventOf<"call.started">, history: CaseHistory): boolean {
  if (stop.kind !== "handoff.made" && stop.kind !== "teammate.joined") return false;
  const isHeld = eventsOf(history, "call.held").some(
    ({ body, seq }) => body.key === started.body.key && seq < stop.seq,
  );
  const isBack = eventsOf(history, "teammate.left").some(
    ({ body, seq }) => body.returnsToAgent && seq > stop.seq && seq < started.seq,
  );
  return isHeld && isBack;
}

/** What a teammate proposes once the case is closed is another wish. */
function isMadeBefore(proposalId: ProposalId, seq: number, history: CaseHistory): boolean {
  const made = madeIn(proposalId, history);
  return made === undefined || made.seq < seq;
}

/** A person who has the case may propose; what the agent had proposed before is over. A part is whose the whole is. */
function isAgents(proposalId: ProposalId, seq: number, history: CaseHistory): boolean {
  const made = madeIn(proposalId, history);
  if (made === undefined || made.seq > seq) return false;
  const { author } = made.body.proposal;
  if (author.kind !== "coordinate") return author.kind !== "teammate";
  return madeIn(author.proposalId, history)?.body.proposal.author.kind !== "teammate";
}

function madeIn(proposalId: ProposalId, history: CaseHistory) {
  return eventsOf(history, "proposal.made").find(({ body }) => body.proposal.proposalId === proposalId);
}
