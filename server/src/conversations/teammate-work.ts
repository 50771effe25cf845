import {
  type Attachment,
  type CaseId,
  defaultQueue,
  type FileId,
  type NewEvent,
  PurserError,
  type TeammateRole,
} from "@purser/contract";
import { leads, roleNow } from "../blueprint/settings/people.ts";
import { mayHave, teamOf } from "../blueprint/settings/team.ts";
import type { CaseState } from "../cases/case-state.ts";
import { appendSeen, refuseClosed } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";
import { nameFiles } from "./files.ts";
import { type CaseNow, readCaseNow } from "./read-case-now.ts";

/** A person on our side who does something, as the API has authenticated them. */
export type Acting = { id: string; role: TeammateRole };

/**
 * A teammate takes the case: the agent falls silent and begins nothing more. Who has it already has it; of two at once
 * one gets it, and the other is told who.
 *
 * @throws PurserError PUR-2160 another teammate has it · PUR-2161 it waits in a queue that they may not have.
 */
export function takeOver(caseId: CaseId, by: Acting, desk: Desk): Promise<void> {
  return appendSeen(caseId, by.id, desk, (caseNow) => {
    refuseClosed(caseNow);
    const { owner } = caseNow.state;
    if (owner.kind === "teammate" && owner.teammateId === by.id) return [];
    if (owner.kind === "teammate")
      throw new PurserError("PUR-2160", `${owner.teammateId} has it since ${owner.since}.`);
    refuseUnlessMayHave(by, owner.kind === "agent" ? null : owner.queue, desk);
    return [...withdrawnPauses(caseNow.state, by.id), { kind: "teammate.joined", body: { teammateId: by.id } }];
  });
}

/** Gives the case back to the agent, with what it is to know; it thinks about what is left to do. */
export function returnToAgent(caseId: CaseId, by: Acting, note: string | null, desk: Desk): Promise<void> {
  return leave(caseId, by, { returnsToAgent: true, note }, desk);
}

/** Gives the case up: it waits in its queue for somebody else. */
export function releaseCase(caseId: CaseId, by: Acting, note: string | null, desk: Desk): Promise<void> {
  return leave(caseId, by, { returnsToAgent: false, note }, desk);
}

function leave(
  caseId: CaseId,
  by: Acting,
  how: { returnsToAgent: boolean; note: string | null },
  desk: Desk,
): Promise<void> {
  return appendSeen(caseId, by.id, desk, (caseNow) => {
    refuseClosed(caseNow);
    refuseUnlessOwner(caseNow.state, by, desk);
    return [{ kind: "teammate.left", body: { teammateId: by.id, ...how } }];
  });
}

/**
 * Says whose a case is to take; null for nobody's. A lead may take it from a teammate who has it.
 *
 * @throws PurserError PUR-2162 no person has the case · PUR-2160 a teammate has it · PUR-2161 it is not theirs to have.
 */
export function assignCase(caseId: CaseId, to: Acting | null, by: Acting, desk: Desk): Promise<void> {
  return appendSeen(caseId, by.id, desk, (caseNow) => {
    refuseClosed(caseNow);
    const { owner } = caseNow.state;
    if (owner.kind === "agent") throw new PurserError("PUR-2162", "The agent has it; take it over first.");
    refuseUnlessMayHave(by, owner.queue, desk);
    if (to !== null) refuseUnlessMayHave(to, owner.queue, desk);
    const teammateId = to?.id ?? null;
    const why = to === null ? "taken off everybody" : "given by hand";
    const assigned: NewEvent = { kind: "case.assigned", body: { teammateId, by: by.id, why } };
    if (owner.kind === "queue") return owner.assignedTo === teammateId ? [] : [assigned];
    if (owner.teammateId === teammateId) return [];
    if (owner.teammateId !== by.id && !isInCharge(by, desk))
      throw new PurserError("PUR-2160", `${owner.teammateId} has it since ${owner.since}.`);
    const left = { teammateId: owner.teammateId, returnsToAgent: false, note: `${by.id} gave it to somebody else.` };
    return [{ kind: "teammate.left", body: left }, assigned];
  });
}

/**
 * Writes to the customer as the person who has the case, with files that this person has sent to it before. Throws PUR-3393 or
 * PUR-3394 where they cannot be named.
 */
export async function replyAsTeammate(
  caseId: CaseId,
  text: string,
  by: Acting,
  desk: Desk,
  ids: readonly FileId[] = [],
): Promise<void> {
  const refuseUnlessTheirs = (caseNow: CaseNow): void => {
    refuseClosed(caseNow);
    refuseUnlessHas(caseNow.state, by);
  };
  if (ids.length > 0) refuseUnlessTheirs(await readCaseNow(caseId, desk));
  const attachments = await nameFiles({ of: caseId, ids }, by.id, caseId, desk);
  return appendSeen(caseId, by.id, desk, (caseNow) => {
    refuseUnlessTheirs(caseNow);
    return [saidBy(by, text, caseNow.state, desk, attachments)];
  });
}

/** What a teammate tells the customer; without one what the host says by itself. */
export function saidBy(
  by: Acting | null,
  text: string,
  { channel }: CaseState,
  desk: Pick<Desk, "id">,
  attachments: readonly Attachment[] = [],
): NewEvent {
  const who = by === null ? {} : { teammateId: by.id };
  const about = { claims: [], pauseId: null, proposalId: null, ...who };
  const files = attachments.length === 0 ? {} : { attachments: [...attachments] };
  return { kind: "message.sent", body: { outboxId: desk.id("out"), channel, text, ...about, ...files } };
}

export function addNote(caseId: CaseId, by: string, text: string, desk: Desk): Promise<void> {
  return appendSeen(caseId, by, desk, () => [{ kind: "note.added", body: { by, text } }]);
}

/** Throws PUR-2162 unless this person has the case. */
export function refuseUnlessHas({ owner }: CaseState, by: Acting): void {
  if (owner.kind !== "teammate") throw new PurserError("PUR-2162", `It is ${whoHas(owner)}; take it over first.`);
  if (owner.teammateId !== by.id) throw new PurserError("PUR-2160", `${owner.teammateId} has it since ${owner.since}.`);
}

/** Throws PUR-2160 where another teammate has the case and this person is not in charge of them. */
export function refuseOthers(state: CaseState, by: Acting, desk: Desk): void {
  if (state.owner.kind === "teammate") refuseUnlessOwner(state, by, desk);
}

/** Throws unless this person has the case, or it waits in a queue, or they are in charge of whoever has it. */
function refuseUnlessOwner({ owner }: CaseState, by: Acting, desk: Desk): void {
  if (owner.kind === "agent") throw new PurserError("PUR-2162", "The agent has it.");
  if (owner.kind === "teammate" && owner.teammateId !== by.id && !isInCharge(by, desk))
    throw new PurserError("PUR-2160", `${owner.teammateId} has it since ${owner.since}.`);
}

function whoHas(owner: CaseState["owner"]): string {
  return owner.kind === "agent" ? "the agent's" : "nobody's";
}

function isInCharge({ id, role }: Acting, desk: Desk): boolean {
  return leads(roleNow(desk.people(), id, role));
}

/** Whether a person may have the cases of a queue, by the role and the skills that they have now. */
export function mayHaveNow({ id, role }: Acting, queue: string, desk: Desk): boolean {
  const people = desk.people();
  return mayHave(roleNow(people, id, role), people[id], queue, teamOf({ queues: desk.queues(), people }));
}

/** Throws PUR-2161 unless this person may have a case of this owner's queue. */
export function refuseUnlessMayTake(by: Acting, { owner }: CaseState, desk: Desk): void {
  refuseUnlessMayHave(by, owner.kind === "agent" ? null : owner.queue, desk);
}

/** A queue of null stands for a case that the agent has: everybody who works on cases may take it over. */
function refuseUnlessMayHave(by: Acting, queue: string | null, desk: Desk): void {
  if (mayHaveNow(by, queue ?? defaultQueue, desk)) return;
  const skills = desk.queues()[queue ?? defaultQueue]?.skills ?? [];
  const why =
    skills.length === 0 ? "who only reads takes no case" : `the queue ${queue} asks for ${skills.join(" and ")}`;
  throw new PurserError("PUR-2161", `Not for ${by.id}: ${why}.`);
}

/** Nobody answers what nobody waits for any more. */
export function withdrawnPauses(state: CaseState, by: string, reason = "A person has taken over."): NewEvent[] {
  return state.pauses.map(({ pauseId, proposalId }) => ({
    kind: "pause.withdrawn",
    body: { pauseId, proposalId, by, reason },
  }));
}
