import { approvalsAskedBy, approvalsOf, type CaseEventOf, type PauseId } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { type CaseHistory, eventsIn, eventsOf, groupBy, type History, type Violation } from "./history.ts";

/**
 * I4: what needs a yes has one, given for this proposal and for what was shown, by who may give it and did not propose
 * it, unexpired and not void when it is consumed, and consumed by one key; one for what belongs together by its parts.
 */
export function checkBoundApproval({ cases }: History): readonly Violation[] {
  return cases.flatMap((each) => [
    ...misnamed(each),
    ...consumedTwice(each),
    ...eventsOf(each, "call.started").flatMap((started) => problemsOf(started, each)),
  ]);
}

type Started = CaseEventOf<"call.started">;

/** A proposal is known by the hash of what it asks for: an answer to one is an answer to that and nothing else. */
function misnamed(history: CaseHistory): Violation[] {
  const named = [
    ...eventsOf(history, "proposal.made").map(({ body }) => body.proposal),
    ...eventsOf(history, "case.migrated").flatMap(({ body }) => body.proposals ?? []),
  ];
  return named.flatMap(({ proposalId, step, argsHash }) =>
    argsHash === hashOf(step) ? [] : [`The proposal ${proposalId} has the hash of something else than it asks for.`],
  );
}

/**
 * An answer for what belongs together is used once for each part, and once more for the taking back of one; a part that is
 * known not to have happened may be begun anew.
 */
function consumedTwice(history: CaseHistory): Violation[] {
  const failed = new Set(
    eventsOf(history, "call.ended").flatMap(({ body }) => (body.outcome.kind === "failed" ? [body.key] : [])),
  );
  const consumed = eventsOf(history, "call.started").flatMap(({ body }) =>
    wholeOf(body.proposalId, history) !== null && failed.has(body.key)
      ? []
      : body.pauseIds.map((pauseId) => ({ pauseId, key: body.key, proposalId: body.proposalId })),
  );
  return [...groupBy(consumed, ({ pauseId }) => pauseId)].flatMap(([pauseId, uses]) => {
    const purposes = groupBy(uses, ({ proposalId }) => purposeOf(proposalId, history));
    return [...purposes.values()].flatMap((same) =>
      new Set(same.map(({ key }) => key)).size > 1 ? [`The answer to ${pauseId} was used for more than one call.`] : [],
    );
  });
}

/** The part of a whole that a proposal is for; for any other proposal one and the same. */
function purposeOf(proposalId: string, history: CaseHistory): string {
  return wholeOf(proposalId, history) === null ? "" : JSON.stringify(proposalOf(proposalId, history)?.step);
}

/** The proposal that this one is a part of; null when it is none. */
function wholeOf(proposalId: string, history: CaseHistory): string | null {
  const author = proposalOf(proposalId, history)?.author;
  return author?.kind === "coordinate" ? author.proposalId : null;
}

function problemsOf(started: Started, history: CaseHistory): Violation[] {
  return [
    ...started.body.pauseIds.flatMap((pauseId) => grantProblems(pauseId, started, history)),
    ...missingGrants(started, history),
  ];
}

function grantProblems(pauseId: PauseId, started: Started, history: CaseHistory): Violation[] {
  const { key, proposalId } = started.body;
  const opened = eventsOf(history, "pause.opened").find(({ body }) => body.pause.pauseId === pauseId);
  const answered = eventsOf(history, "pause.answered").filter(
    ({ body, seq }) => body.pauseId === pauseId && seq < started.seq,
  );
  const [answer] = answered;
  if (opened === undefined || answer === undefined)
    return [`The call ${key} names ${pauseId}, which nobody has answered.`];
  const { pause } = opened.body;
  const { by, digest, decision } = answer.body;
  const author = proposalOf(wholeOf(proposalId, history) ?? proposalId, history)?.author;
  const isAuthor = author?.kind === "teammate" && author.teammateId === by.id;
  const isVoid = eventsIn(history).some(
    (event) => event.kind === "pause.superseded" && event.body.pauseId === pauseId && event.seq < started.seq,
  );
  return [
    ...(decision === "yes" && answered.length === 1
      ? []
      : [`The call ${key} stands on ${pauseId}, which was answered ${answered.length} times, first with ${decision}.`]),
    ...(digest === pause.digest ? [] : [`${pauseId} was answered for another digest than its own.`]),
    ...(pause.proposalId === (wholeOf(proposalId, history) ?? proposalId)
      ? []
      : [`The call ${key} stands on ${pauseId}, which is about another proposal.`]),
    ...(isShown(started, history, pause.shown) ? [] : [`What ${pauseId} showed is not what ${key} was begun for.`]),
    ...(decidedAt(started, history) < pause.expiresAt
      ? []
      : [`The call ${key} was begun at ${started.at} on ${pauseId}, which had expired at ${pause.expiresAt}.`]),
    ...(by.kind === pause.mayAnswer.kind
      ? []
      : [`${pauseId} is for a ${pause.mayAnswer.kind} and was answered by a ${by.kind}.`]),
    ...(isAuthor ? [`${by.id} approved in ${pauseId} what they had proposed.`] : []),
    ...(isVoid ? [`The call ${key} stands on ${pauseId}, which was void.`] : []),
  ];
}

/** What is held has used its answers when it was set down. */
function decidedAt({ at, body }: Started, history: CaseHistory): string {
  return eventsOf(history, "call.held").find((held) => held.body.key === body.key)?.at ?? at;
}

/** What was needed when it was judged for the last time before anybody was asked. */
function missingGrants(started: Started, history: CaseHistory): Violation[] {
  const { key, proposalId, pauseIds } = started.body;
  const judged = eventsOf(history, "proposal.judged").filter(
    ({ body, seq }) => body.proposalId === proposalId && seq < started.seq,
  );
  const verdict = judged.findLast(({ body }) => !body.atExecution)?.body.judgement.verdict;
  const assurance = judged.at(-1)?.body.judgement.assurance;
  const kinds = new Set(
    eventsOf(history, "pause.opened").flatMap(({ body }) =>
      pauseIds.includes(body.pause.pauseId) ? [body.pause.kind] : [],
    ),
  );
  const approvals = assurance === undefined ? 0 : approvalsOf(assurance);
  const givers = new Set(
    eventsOf(history, "pause.answered").flatMap(({ body }) =>
      pauseIds.includes(body.pauseId) && body.by.kind === "teammate" ? [body.by.id] : [],
    ),
  );
  const isMissing = (kind: "confirm" | "approve", isAsked: boolean): boolean => isAsked && !kinds.has(kind);
  const step = proposalOf(wholeOf(proposalId, history) ?? proposalId, history)?.step;
  const isPresumed = (step?.kind === "call" || step?.kind === "coordinate") && step.asksFirst === true;
  return [
    ...(isMissing("confirm", isPresumed || verdict?.kind === "confirm" || verdict?.kind === "confirm-then-approve")
      ? [`The call ${key} was begun without the confirmation that it needs.`]
      : []),
    ...(isMissing("approve", verdict?.kind === "approve" || verdict?.kind === "confirm-then-approve")
      ? [`The call ${key} was begun without the approval that it needs.`]
      : []),
    ...(givers.size < Math.max(verdict === undefined ? 0 : approvalsAskedBy(verdict), approvals)
      ? [`The call ${key} was begun with the approvals of ${givers.size} different people, and needs more.`]
      : []),
    ...(isMissing("confirm", assurance?.confirmed === true) || isMissing("approve", assurance?.approved === true)
      ? [`The call ${key} was decided on an answer that nobody gave.`]
      : []),
  ];
}

function isShown(started: Started, history: CaseHistory, shown: { title: string; text: string }): boolean {
  const judged = eventsOf(history, "proposal.judged").findLast(
    ({ body, seq }) => body.proposalId === started.body.proposalId && seq < started.seq,
  );
  if (wholeOf(started.body.proposalId, history) === null)
    return judged?.body.shown.title === shown.title && judged.body.shown.text === shown.text;
  // A part is one sentence of what was shown; that it is taken back if another fails was shown too.
  const sentence = judged?.body.shown.text.replaceAll("?", ".") ?? "";
  return started.body.undoOf !== null || shown.text.includes(sentence);
}

function proposalOf(proposalId: string, history: CaseHistory) {
  return eventsOf(history, "proposal.made").find(({ body }) => body.proposal.proposalId === proposalId)?.body.proposal;
}
