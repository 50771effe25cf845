import {
  type CallKey,
  type NewEvent,
  type Pause,
  type PauseId,
  type ProposalId,
  type ProposedStep,
  type TimerId,
  instantOf,
  epochMsOf,
} from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { ActiveProposal } from "../../cases/case-state.ts";
import { heldUnder, standingOf } from "../../cases/proposal-ends.ts";
import { after, proposalIn, type StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { sentences, whenInShop } from "../sentences.ts";
import { messageTo } from "./message.ts";

/** Opens the pause that a verdict asks for. Its digest binds the frozen proposal, what is shown and the policies. */
export function ask(proposalId: ProposalId, kind: "confirm" | "approve", context: StepContext): StepResult {
  const { state, now, world, blueprint } = context;
  const proposal = proposalIn(state, proposalId);
  const standing = standingOf(proposal);
  if (standing === null) throw new Error(`${proposalId} has not been judged.`);
  const { verdict, policies } = standing.judgement;
  const isBoth = verdict.kind === "confirm-then-approve";
  const { confirmWithin, approveWithin, remindAfter } = blueprint.settings.pauses;
  const given = proposal.grants.find(({ pause }) => pause.kind === "confirm");
  const openFor = kind === "confirm" && !isBoth ? confirmWithin : approveWithin;
  const pauseId = world.id("pause");
  const shown = {
    ...standing.shown,
    reasons: policies.map(({ id, reason }) => reason ?? `The guardrail ${id} decides here.`),
  };
  const role = verdict.kind === "approve" || verdict.kind === "confirm-then-approve" ? verdict.role : "lead";
  const pause: Pause = {
    pauseId,
    kind,
    proposalId,
    digest: hashOf({
      pauseId,
      kind,
      proposalId,
      argsHash: proposal.argsHash,
      step: proposal.step,
      shown,
      policyHash: standing.policyHash,
    }),
    shown,
    mayAnswer: kind === "confirm" ? { kind: "customer" } : { kind: "teammate", role },
    openedAt: now,
    // The customer's yes lives as long as the approval's deadline.
    expiresAt: given?.pause.expiresAt ?? after(now, openFor),
    atDeadline: kind === "confirm" ? "decline" : "hand-off",
    policyHash: standing.policyHash,
  };
  const until = whenInShop(pause.expiresAt, blueprint.settings.timeZone, blueprint.settings.locale);
  const remindAt = instantOf(Math.min(epochMsOf(now) + remindAfter, epochMsOf(pause.expiresAt)));
  return {
    events: [
      { kind: "pause.opened", body: { pause } },
      { kind: "timer.set", body: { timerId: world.id("tmr"), wakeAt: remindAt, purpose: "remind", refersTo: pauseId } },
      ...askingMessage(pause, proposal, until, context),
    ],
  };
}

/** What the customer hears of it; nothing of an approval that only teammates have asked for. */
function askingMessage(
  pause: Pause,
  { author, phase, step }: ActiveProposal,
  until: string,
  context: StepContext,
): NewEvent[] {
  const { proposalId, pauseId } = pause;
  if (pause.kind === "approve")
    return author.kind === "teammate" ? [] : [messageTo(context, awaiting(step, until, context), { proposalId })];
  const isBoth = "standing" in phase && phase.standing.judgement.verdict.kind === "confirm-then-approve";
  const text = isBoth ? sentences.confirmThenApprove(pause.shown.text, until) : sentences.confirm(pause.shown.text);
  return [messageTo(context, text, { proposalId, pauseId })];
}

/** Of a draft she hears only that somebody looks at it, not that there is anything to approve. */
function awaiting(step: ProposedStep, until: string, { blueprint }: StepContext): string {
  const isDraft = step.kind === "call" && blueprint.toolbox.actions.get(step.call.tool)?.tier === "draft";
  return isDraft ? sentences.draftInReview(until) : sentences.awaitingApproval(until);
}

/** The deadline has passed: what was asked is off, and whoever waits hears so. */
export function expire(pauseId: PauseId, proposalId: ProposalId, context: StepContext): StepResult {
  const pause = context.state.pauses.find((candidate) => candidate.pauseId === pauseId);
  const text = pause?.kind === "approve" ? sentences.approveExpired : sentences.confirmExpired;
  return {
    events: [{ kind: "pause.expired", body: { pauseId, proposalId } }, messageTo(context, text, { proposalId })],
  };
}

export function fire(timerId: TimerId, context: StepContext): StepResult {
  const timer = context.state.timers.find((candidate) => candidate.timerId === timerId);
  const fired: NewEvent = { kind: "timer.fired", body: { timerId } };
  const pause = context.state.pauses.find((candidate) => candidate.pauseId === timer?.refersTo);
  if (timer?.purpose !== "remind" || pause === undefined || pause.kind !== "confirm") return { events: [fired] };
  return {
    events: [fired, messageTo(context, sentences.remindCustomer(pause.shown.text), { pauseId: pause.pauseId })],
  };
}

export function supersede(proposalId: ProposalId, newProposalId: ProposalId, context: StepContext): StepResult {
  const pauseId = context.state.pauses.find((pause) => pause.proposalId === proposalId)?.pauseId ?? null;
  const reason = "A newer proposal takes its place.";
  const withdrawn = heldWithdrawn(proposalId, "reasoner", reason, context);
  const superseded: NewEvent = { kind: "pause.superseded", body: { pauseId, proposalId, newProposalId, reason } };
  return { events: withdrawn.length > 0 ? withdrawn : [superseded] };
}

/** What is held and not released is never executed after this. */
function heldWithdrawn(proposalId: ProposalId, by: string, reason: string, { state }: StepContext): NewEvent[] {
  const phase = state.proposals.find((candidate) => candidate.proposalId === proposalId)?.phase;
  return phase?.kind === "held" ? [{ kind: "call.withdrawn", body: { key: phase.key, by, reason } }] : [];
}

export function withdraw(proposalId: ProposalId, context: StepContext): StepResult {
  const { state } = context;
  const { step, author } = proposalIn(state, proposalId);
  const by = author.kind === "teammate" ? author.teammateId : "reasoner";
  if (step.kind === "undo") return callOff(proposalId, step, by, context);
  if (step.kind !== "withdraw") throw new Error(`${proposalId} withdraws nothing.`);
  const pause = state.pauses.find((candidate) => candidate.proposalId === step.proposalId);
  const withdrawn: NewEvent[] =
    pause === undefined
      ? heldWithdrawn(step.proposalId, by, step.reason, context)
      : [
          {
            kind: "pause.withdrawn",
            body: { pauseId: pause.pauseId, proposalId: pause.proposalId, by, reason: step.reason },
          },
        ];
  return { events: [...withdrawn, messageTo(context, step.reply.text, { proposalId, claims: step.reply.claims })] };
}

/** The undo of what is held: it is never done. */
function callOff(
  proposalId: ProposalId,
  { callKey, reason }: { callKey: CallKey; reason: string },
  by: string,
  context: StepContext,
): StepResult {
  const held = heldUnder(context.state, callKey);
  if (held === undefined) throw new Error(`${callKey} is not held.`);
  const text = sentences.heldWithdrawn(standingOf(held)?.shown.text ?? "");
  return {
    events: [...heldWithdrawn(held.proposalId, by, reason, context), messageTo(context, text, { proposalId })],
  };
}
