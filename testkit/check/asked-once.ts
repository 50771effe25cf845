import type { CaseEvent } from "@purser/contract";
import { eventsIn, eventsOf, type History, type Violation } from "./history.ts";

/** I14, of models: once an answer is recorded it is not asked for again, unless something has happened since. */
export function checkAskedOnce({ cases, prompts }: History): readonly Violation[] {
  return cases.flatMap((each) => {
    const thoughts = eventsOf(each, "proposal.made").filter(({ body }) => body.proposal.author.kind === "reasoner");
    const needless = thoughts.filter(({ seq }, index) => {
      const nextSeq = thoughts[index + 1]?.seq ?? Number.POSITIVE_INFINITY;
      return !eventsIn(each).some((event) => event.seq > seq && event.seq < nextSeq && isNews(event));
    });
    const asked = prompts.filter(({ caseId }) => caseId === each.caseId);
    return needless.flatMap(({ seq, body: { proposal } }) =>
      asked.some(({ proposals }) => proposals.includes(proposal.proposalId))
        ? [`${each.caseId} was thought of again, though the answer at ${seq} was recorded and nothing had happened.`]
        : [],
    );
  });
}

/** What may make a new thought needed; a recorded answer that is only being carried out does not. */
function isNews(event: CaseEvent): boolean {
  switch (event.kind) {
    case "proposal.judged":
      return event.body.judgement.verdict.kind !== "allow";
    case "call.started":
    case "call.held":
    case "call.released":
    case "undo.started":
    case "pause.opened":
    case "timer.set":
    case "proposal.made":
    case "budget.spent":
    case "route.chosen":
    case "message.understood":
      return false;
    case "call.ended":
      return event.body.outcome.kind === "refused" || event.body.outcome.kind === "failed";
    case "call.verified":
      return event.body.finding.kind === "done" || event.body.finding.kind === "not-done";
    default:
      return true;
  }
}
