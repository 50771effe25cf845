import type { CaseEvent, ProposalId } from "@purser/contract";
import { type CaseHistory, eventsIn, eventsOf, type History, type Violation } from "./history.ts";

/** I5: after a stop no call of that proposal begins, not a first one and not a repeat. */
export function checkNoMeansNo({ cases }: History): readonly Violation[] {
  return cases.flatMap((each) =>
    eventsOf(each, "call.started").flatMap((started) => {
      const { proposalId, key, attempt } = started.body;
      const stop = eventsIn(each).find((event) => event.seq < started.seq && stops(event, proposalId, each));
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
      return true;
    default:
      return false;
  }
}

/** A person who has the case may propose; what the agent had proposed before is over. */
function isAgents(proposalId: ProposalId, seq: number, history: CaseHistory): boolean {
  const made = eventsOf(history, "proposal.made").find(({ body }) => body.proposal.proposalId === proposalId);
  return made !== undefined && made.seq < seq && made.body.proposal.author.kind !== "teammate";
}
