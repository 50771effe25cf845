import {
  type CaseId,
  type Decision,
  errorTable,
  type JsonObject,
  type NewEvent,
  type Pause,
  type PauseId,
  PurserError,
  type Surface,
  type TeammateRole,
} from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { roleNow } from "../../blueprint/settings/people.ts";
import type { ActiveProposal } from "../../cases/case-state.ts";
import { approversOf } from "../../cases/coordinate.ts";
import type { NewDecision } from "../../cases/case-store.ts";
import { pauseRowsOf } from "../../cases/pause-rows.ts";
import { standingOf } from "../../cases/proposal-ends.ts";
import { mayApprove } from "../../guardrails/approver-role.ts";
import type { Desk } from "../desk.ts";
import { type CaseNow, readCaseNow } from "../read-case-now.ts";

/** A person who answers, as the surface has authenticated them. */
export type Answering = {
  kind: "customer" | "teammate";
  id: string;
  role: TeammateRole | null;
  authenticated: string;
  surface: Surface;
};

/** An answer names what it answers: the digest of what the person was shown. */
export type PauseAnswer = {
  digest: string;
  decision: Decision;
  reason?: string;
  args?: JsonObject;
  value?: JsonObject;
  /** How long the person has had it before them, in ms. */
  lookedMs?: number;
};

/** How often an answer is held against a case that moves in the same moment. */
const attempts = 5;

/**
 * Answers a pause, once. What executes is the frozen proposal: an answer carries no arguments that are executed; an edit
 * is a new proposal of this person, which is judged like any other.
 *
 * @throws PurserError PUR-2002 no such pause · PUR-4001 another digest · PUR-4002 expired · PUR-4003 answered before ·
 * PUR-4004 this person may not, PUR-2150 not a second time (the attempt is on record) · PUR-4006 withdrawn or replaced.
 */
export async function answerPause(
  pauseId: PauseId,
  answer: PauseAnswer,
  answering: Answering,
  desk: Desk,
): Promise<{ caseId: CaseId }> {
  const by = { ...answering, role: roleNow(desk.people(), answering.id, answering.role) };
  const row = await desk.store.findPause(desk.tenant, pauseId);
  if (row === null) throw new PurserError("PUR-2002", pauseId);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const caseNow = await readCaseNow(row.caseId, desk);
    const pause = caseNow.state.pauses.find((candidate) => candidate.pauseId === pauseId);
    if (pause === undefined) {
      const refusal = await refusalOf(pauseId, desk);
      await recordAttempt(pauseId, by, refusal, caseNow, desk);
      throw refusal;
    }
    const proposal = caseNow.state.proposals.find(({ proposalId }) => proposalId === pause.proposalId);
    if (answer.digest !== pause.digest)
      throw new PurserError("PUR-4001", `${pauseId} has another digest. Open in this case: ${listOf(caseNow)}.`);
    const refusal = whyNotAnswer(pause, proposal, answer, by, caseNow, desk);
    if (refusal !== null) {
      await recordAttempt(pauseId, by, refusal, caseNow, desk);
      throw refusal;
    }
    const result = await append(pause, proposal, answer, by, caseNow, desk);
    if (result.kind === "appended") return { caseId: row.caseId };
    if (result.kind === "too-late") throw expired(pauseId, `The deadline was ${pause.expiresAt}.`);
  }
  throw new PurserError("PUR-2006", row.caseId);
}

function append(
  pause: Pause,
  proposal: ActiveProposal | undefined,
  answer: PauseAnswer,
  by: Answering,
  { row, state }: CaseNow,
  desk: Desk,
) {
  const { pauseId, proposalId, digest } = pause;
  const events: NewEvent[] = [
    {
      kind: "pause.answered",
      body: {
        pauseId,
        proposalId,
        digest,
        decision: answer.decision,
        by: { kind: by.kind, id: by.id, role: by.role },
        authenticated: by.authenticated,
        surface: by.surface,
        reason: answer.reason ?? null,
        value: answer.value ?? null,
      },
    },
  ];
  if (answer.decision === "edit") events.push(editedProposal(proposal, answer, by, desk));
  return desk.store.appendInlet({
    tenant: row.tenant,
    caseId: row.caseId,
    subjectId: row.customerId ?? row.caseId,
    actorId: by.id,
    dedupeKey: null,
    events,
    open: null,
    expectedVersion: row.version,
    notAfter: pause.expiresAt,
    pauses: pauseRowsOf(state, row.caseId, events),
    ...(by.kind === "teammate" ? { decided: decisionOf(pause, proposal, answer, by) } : {}),
    outboxDone: null,
  });
}

/** What counts of approvals keep of an answer. */
function decisionOf(
  { pauseId, openedAt }: Pause,
  proposal: ActiveProposal | undefined,
  { decision, lookedMs }: PauseAnswer,
  { id }: Answering,
): NewDecision {
  const policies = (proposal === undefined ? null : standingOf(proposal))?.judgement.policies ?? [];
  const ids = [...new Set(policies.map((policy) => policy.id))];
  return { pauseId, personId: id, decision, openedAt, lookedMs: lookedMs ?? null, policies: ids };
}

function editedProposal(
  proposal: ActiveProposal | undefined,
  answer: PauseAnswer,
  by: Answering,
  desk: Desk,
): NewEvent {
  if (by.kind !== "teammate" || proposal?.step.kind !== "call" || answer.args === undefined) {
    throw new PurserError("PUR-2001", "Only a teammate can edit, only an action, and with the new arguments.");
  }
  const step = {
    kind: "call" as const,
    call: { tool: proposal.step.call.tool, args: { ...proposal.step.call.args, ...answer.args } },
  };
  return {
    kind: "proposal.made",
    body: {
      proposal: {
        proposalId: desk.id("prop"),
        author: { kind: "teammate", teammateId: by.id },
        ...(proposal.writers.length === 0 ? {} : { writers: proposal.writers }),
        step,
        reason: answer.reason ?? "Edited by a teammate.",
        argsHash: hashOf(step),
      },
      stale: false,
    },
  };
}

/** The customer of the case answers, or a teammate with the role whose hand is not in it and who has not approved yet. */
function whyNotAnswer(
  pause: Pause,
  proposal: ActiveProposal | undefined,
  { decision }: PauseAnswer,
  by: Answering,
  { row }: CaseNow,
  desk: Desk,
): PurserError | null {
  const { pauseId } = pause;
  const notAsked = whyNotAsked(pause, by, row, desk);
  if (notAsked !== null || pause.mayAnswer.kind === "customer") return notAsked;
  if (proposal?.writers.includes(by.id) === true)
    return new PurserError("PUR-4004", `${by.id} proposed or edited what ${pauseId} is about.`);
  const hasApproved = approversOf(proposal?.grants ?? []).includes(by.id);
  return hasApproved && decision === "yes" ? new PurserError("PUR-2150", pauseId) : null;
}

/** Whether a person is one of those whom a pause asks. */
export function whyNotAsked(
  { pauseId, mayAnswer: whom }: Pick<Pause, "pauseId" | "mayAnswer">,
  by: Answering,
  row: CaseNow["row"],
  desk: Desk,
): PurserError | null {
  if (whom.kind === "customer") {
    const isHers = by.kind === "customer" && by.id === (row.customerId ?? row.caseId);
    return isHers ? null : new PurserError("PUR-4004", `${pauseId} is for the customer.`);
  }
  const mayDecide =
    by.kind === "teammate" && by.role !== null && mayApprove(by.role, whom.role, desk.isSingleOperator());
  return mayDecide ? null : new PurserError("PUR-4004", `${pauseId} is for the role ${whom.role}.`);
}

async function refusalOf(pauseId: PauseId, desk: Desk): Promise<PurserError> {
  const state = (await desk.store.findPause(desk.tenant, pauseId))?.state;
  if (state === "expired") return expired(pauseId, pauseId);
  if (state === "answered" || state === "consumed") return new PurserError("PUR-4003", pauseId);
  return new PurserError("PUR-4006", pauseId);
}

/** Too late for this question, and not for another. */
function expired(pauseId: PauseId, detail: string): PurserError {
  return new PurserError("PUR-4002", detail, {
    offer: { method: "POST", path: `/v1/pauses/${pauseId}/propose-again` },
  });
}

function listOf({ state }: CaseNow): string {
  return state.pauses.map(({ pauseId, digest, shown }) => `${pauseId} (${shown.title}, digest ${digest})`).join(", ");
}

/** What authorises nothing is on record all the same. */
async function recordAttempt(
  pauseId: PauseId,
  by: Answering,
  { code }: PurserError,
  { row, state }: CaseNow,
  desk: Desk,
): Promise<void> {
  if (state.lifecycle === "erased") return;
  const text = `An answer to ${pauseId} by ${by.id} (${by.role ?? by.kind}) was refused: ${errorTable[code].name}.`;
  await desk.store.appendInlet({
    tenant: row.tenant,
    caseId: row.caseId,
    subjectId: row.customerId ?? row.caseId,
    actorId: by.id,
    dedupeKey: null,
    events: [{ kind: "note.added", body: { by: by.id, text } }],
    open: null,
    expectedVersion: null,
    notAfter: null,
    pauses: [],
    outboxDone: null,
  });
}
