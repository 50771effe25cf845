import { eventsOf, type History } from "../check/history.ts";

const actionKinds: readonly string[] = ["call", "coordinate", "undo", "undo-all"];

/** What the model proposed as an action and the kernel judged, and how much of it, or of its parts, was begun. */
export function countCalls({ cases }: History): { calls: number; allowed: number } {
  let calls = 0;
  let allowed = 0;
  for (const each of cases) {
    const judged = new Set<string>(eventsOf(each, "proposal.judged").map(({ body }) => body.proposalId));
    const begun = new Set<string>(eventsOf(each, "call.started").map(({ body }) => body.proposalId));
    const made = eventsOf(each, "proposal.made").map(({ body }) => body.proposal);
    const begunWholes = new Set<string>(
      made.flatMap(({ author, proposalId }) =>
        author.kind === "coordinate" && begun.has(proposalId) ? [author.proposalId] : [],
      ),
    );
    for (const { author, proposalId, step } of made) {
      if (author.kind !== "reasoner" || !actionKinds.includes(step.kind) || !judged.has(proposalId)) continue;
      calls += 1;
      if (begun.has(proposalId) || begunWholes.has(proposalId)) allowed += 1;
    }
  }
  return { calls, allowed };
}
