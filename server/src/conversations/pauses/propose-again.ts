import {
  type Author,
  type CaseEventOf,
  type CaseId,
  type NewEvent,
  type Pause,
  type PauseId,
  type Proposal,
  type ProposalId,
  PurserError,
} from "@purser/contract";
import { hashOf, idFromBytes } from "@purser/kit/audit";
import { roleNow } from "../../blueprint/settings/people.ts";
import { type Answering, whyNotAsked } from "./answer-pause.ts";
import { appendSeen, refuseClosed } from "../append-inlet.ts";
import type { Desk } from "../desk.ts";
import { type CaseNow, readCaseNow } from "../read-case-now.ts";
import { readLog } from "../read-log.ts";

/** What was asked and expired, with the proposal that it was about. */
export type ExpiredQuestion = { pause: Pause; proposal: Proposal };

/**
 * Proposes anew what an expired pause was about, for one of those whom it asked: a new proposal of the same step, judged
 * over facts read anew and asked about under a digest of its own. The late answer itself counts for nothing. Once for each
 * pause; the second wish is told the first's proposal.
 *
 * @throws PurserError PUR-2002 no such pause · PUR-4004 it asks somebody else · PUR-4060 it is not expired, or cannot be
 * proposed by this person now · PUR-2004, PUR-2182 the case is over.
 */
export async function proposeAgain(
  pauseId: PauseId,
  answering: Answering,
  desk: Desk,
): Promise<{ caseId: CaseId; proposalId: ProposalId }> {
  const by = { ...answering, role: roleNow(desk.people(), answering.id, answering.role) };
  const row = await desk.store.findPause(desk.tenant, pauseId);
  if (row === null) throw new PurserError("PUR-2002", pauseId);
  const caseNow = await readCaseNow(row.caseId, desk);
  const isPast = row.state === "expired" || (row.state === "open" && caseNow.now >= row.expiresAt);
  if (!isPast) throw new PurserError("PUR-4060", `${pauseId} is ${row.state}.`);
  const question = questionIn(await readLog(row.caseId, desk), pauseId);
  const notAsked = question === null ? null : whyNotAsked(question.pause, by, caseNow.row, desk);
  if (question === null || notAsked !== null) throw notAsked ?? new PurserError("PUR-2002", pauseId);
  const proposalId = againId(pauseId);
  const eventsFor = (seen: CaseNow): readonly NewEvent[] => {
    refuseClosed(seen);
    return [proposedAgain(question, by, seen)];
  };
  await appendSeen(row.caseId, by.id, desk, eventsFor, { dedupeKey: hashOf({ proposalId }) });
  return { caseId: row.caseId, proposalId };
}

/**
 * The question to the customer that expired last in a case, if she can still have it asked again: the agent has the case,
 * nothing is proposed now, and it was not asked again already.
 */
export async function lastExpiredOf({ row, state }: CaseNow, desk: Desk): Promise<ExpiredQuestion | null> {
  if (state.owner.kind !== "agent" || state.proposals.length > 0) return null;
  const log = await readLog(row.caseId, desk);
  const expired = log.findLast((event): event is CaseEventOf<"pause.expired"> => event.kind === "pause.expired");
  const question = expired === undefined ? null : questionIn(log, expired.body.pauseId);
  const isHers = question?.pause.mayAnswer.kind === "customer" && question.pause.kind === "confirm";
  const again = question === null ? null : againId(question.pause.pauseId);
  const isAsked = log.some(({ kind, body }) => kind === "proposal.made" && body.proposal.proposalId === again);
  return isHers && !isAsked ? question : null;
}

/** The event by which it is proposed anew; of a case that people have it is the teammate's own proposal. */
export function proposedAgain(
  { pause, proposal }: ExpiredQuestion,
  by: Pick<Answering, "kind" | "id">,
  { state }: CaseNow,
): NewEvent {
  return {
    kind: "proposal.made",
    body: {
      proposal: {
        ...proposal,
        proposalId: againId(pause.pauseId),
        author: authorNow(proposal, by, state.owner),
        reason: `Proposed again for ${by.kind === "customer" ? "the customer" : by.id}, since ${pause.pauseId} had expired: ${proposal.reason}`,
      },
      stale: false,
    },
  };
}

function authorNow({ author }: Proposal, by: Pick<Answering, "kind" | "id">, owner: CaseNow["state"]["owner"]): Author {
  if (author.kind === "teammate" || owner.kind === "agent") return author;
  if (by.kind === "customer")
    throw new PurserError("PUR-4060", "A teammate has the case and proposes what is to be done.");
  if (owner.kind === "teammate" && owner.teammateId !== by.id)
    throw new PurserError("PUR-4060", `${owner.teammateId} has the case and proposes what is to be done.`);
  return { kind: "teammate", teammateId: by.id };
}

/** The same for the same pause, so that it is proposed again once. */
function againId(pauseId: PauseId): ProposalId {
  return idFromBytes("prop", Buffer.from(hashOf({ again: pauseId }), "hex"));
}

function questionIn(log: Awaited<ReturnType<typeof readLog>>, pauseId: PauseId): ExpiredQuestion | null {
  const opened = log.find(
    (event): event is CaseEventOf<"pause.opened"> =>
      event.kind === "pause.opened" && event.body.pause.pauseId === pauseId,
  );
  const made = log.find(
    (event): event is CaseEventOf<"proposal.made"> =>
      event.kind === "proposal.made" && event.body.proposal.proposalId === opened?.body.pause.proposalId,
  );
  if (opened === undefined || made === undefined) return null;
  const { proposal } = made.body;
  const names = log.flatMap((event) => (event.kind === "case.migrated" ? (event.body.proposals ?? []) : []));
  const asNow = names.findLast(({ proposalId }) => proposalId === proposal.proposalId);
  return { pause: opened.body.pause, proposal: { ...proposal, ...asNow } };
}
