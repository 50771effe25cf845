import {
  approvalsAskedBy,
  type CallKey,
  type NewEvent,
  type Pause,
  type PauseId,
  type ProposalId,
  type ProposedStep,
  type TimerId,
  type Verdict,
} from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { chainFor } from "../../blueprint/settings/deadlines.ts";
import { hostSays, type Voice } from "../../blueprint/sentences/host-sentences.ts";
import type { People } from "../../blueprint/settings/people.ts";
import { isDraftIn } from "../../blueprint/toolbox.ts";
import type { ActiveProposal } from "../../cases/case-state.ts";
import { approversOf } from "../../cases/coordinate.ts";
import { heldUnder, standingOf } from "../../cases/proposal-ends.ts";
import { reassigned } from "../../cases/reassigned.ts";
import { mailApprovers } from "../mail-approvers.ts";
import { operationsOfProposal } from "../operation-of.ts";
import { actionAtEnd, endOf, nudgesOf, passOn } from "../pause-deadlines.ts";
import { proposalIn, type StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { messageTo } from "./message.ts";

/** Opens the pause that a verdict asks for. Its digest binds the frozen proposal, what is shown and the policies. */
export function ask(proposalId: ProposalId, kind: "confirm" | "approve", context: StepContext): StepResult {
  const { state, now, world, blueprint } = context;
  const proposal = proposalIn(state, proposalId);
  const standing = standingOf(proposal);
  if (standing === null) throw new Error(`${proposalId} has not been judged.`);
  const { verdict, policies } = standing.judgement;
  const isBoth = verdict.kind === "confirm-then-approve";
  const [given] = proposal.grants;
  const chain = chainFor(blueprint.settings.pauses, kind, actionsOf(proposal.step));
  const end = isBoth ? chainFor(blueprint.settings.pauses, "approve", actionsOf(proposal.step)) : chain;
  // An earlier yes, hers or a first approver's, lives as long as the deadline of what is still asked.
  const expiresAt = given?.pause.expiresAt ?? endOf(end, now, blueprint.settings);
  const nudges = nudgesOf(chain, { from: now, until: expiresAt }, blueprint.settings);
  const pauseId = world.id("pause");
  const shown = {
    ...standing.shown,
    reasons: [
      ...policies.map(({ id, reason }) => reason ?? `The guardrail ${id} decides here.`),
      ...(kind === "approve" ? whoApproves(verdict, proposal, world.blueprints.inForce().settings.people) : []),
      ...residuesOf(proposal, context),
    ],
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
    expiresAt,
    nudges,
    atDeadline: actionAtEnd(chain),
    policyHash: standing.policyHash,
  };
  const timers = nudges.map((nudge): NewEvent => {
    const body = { timerId: world.id("tmr"), wakeAt: nudge.at, purpose: nudge.do, refersTo: pauseId };
    return { kind: "timer.set", body };
  });
  return {
    events: [{ kind: "pause.opened", body: { pause } }, ...timers, ...askingMessage(pause, proposal, context)],
    outbox: mailApprovers(pause, proposal, context),
  };
}

/** What an approver has to know of the others. */
function whoApproves(verdict: Verdict, { grants }: ActiveProposal, people: People): string[] {
  if (approvalsAskedBy(verdict) < 2) return [];
  const [first] = approversOf(grants);
  return [
    first === undefined
      ? "Two different people have to approve this."
      : `${people[first]?.name ?? first} has approved this; a second person has to.`,
  ];
}

function actionsOf(step: ProposedStep): readonly string[] {
  if (step.kind === "call") return [step.call.tool];
  return step.kind === "coordinate" ? step.calls.map(({ tool }) => tool) : [];
}

/** What would stay though it is taken back: who says yes must know. */
function residuesOf(proposal: ActiveProposal, context: StepContext): string[] {
  const prepared = operationsOfProposal(proposal, context);
  if (prepared.kind === "impossible") return [];
  const { operations } = prepared;
  return operations.flatMap(({ title, residue }) =>
    residue === null ? [] : [`What would stay: ${title}: ${residue}`],
  );
}

/** What the customer hears of it; nothing of an approval that only teammates have asked for. */
function askingMessage(
  pause: Pause,
  { author, phase, step, grants }: ActiveProposal,
  context: StepContext,
): NewEvent[] {
  const { proposalId, pauseId } = pause;
  if (pause.kind === "approve" && grants.some((grant) => grant.pause.kind === "approve")) return [];
  if (pause.kind === "approve")
    return author.kind === "teammate" ? [] : [messageTo(context, awaiting(pause, step, context), { proposalId })];
  const isBoth = "standing" in phase && phase.standing.judgement.verdict.kind === "confirm-then-approve";
  const { settings } = context.blueprint;
  const question = pause.shown.text;
  const text = isBoth
    ? hostSays(settings, "confirmThenApprove", { question, until: pause.expiresAt })
    : hostSays(settings, "confirm", { question });
  return [messageTo(context, text, { proposalId, pauseId })];
}

/** Of a draft she hears only that somebody looks at it, not that there is anything to approve. */
function awaiting({ shown, expiresAt }: Pause, step: ProposedStep, context: StepContext): string {
  const { settings } = context.blueprint;
  return isDraft(step, context)
    ? hostSays(settings, "draftInReview", { until: expiresAt })
    : hostSays(settings, "awaitingApproval", { what: shown.text, until: expiresAt });
}

function isDraft(step: ProposedStep, { blueprint, world }: StepContext): boolean {
  const versions = [blueprint, world.blueprints.inForce()];
  return step.kind === "call" && versions.some(({ toolbox }) => isDraftIn(toolbox, step.call.tool));
}

/** The deadline has passed: what was asked is off, and whoever waits hears so. */
export function expire(pauseId: PauseId, proposalId: ProposalId, context: StepContext): StepResult {
  const pause = context.state.pauses.find((candidate) => candidate.pauseId === pauseId);
  const expired: NewEvent = { kind: "pause.expired", body: { pauseId, proposalId } };
  const { author, step } = proposalIn(context.state, proposalId);
  // She never heard that a teammate wants another's approval.
  if (pause === undefined || (pause.kind === "approve" && author.kind === "teammate")) return { events: [expired] };
  const { settings } = context.blueprint;
  const text =
    pause.kind === "approve"
      ? undecided(pause, isDraft(step, context), settings)
      : hostSays(settings, "confirmExpired", { question: pause.shown.text });
  return { events: [expired, messageTo(context, text, { proposalId })] };
}

/** Of a draft she does not know what was to be decided. */
function undecided({ atDeadline, shown }: Pause, isOfDraft: boolean, voice: Voice): string {
  const isPassedOn = atDeadline === "hand-off";
  if (isOfDraft) return hostSays(voice, isPassedOn ? "undecidedDraftHandedOff" : "undecidedDraftLeft");
  return hostSays(voice, isPassedOn ? "undecidedHandedOff" : "undecidedLeft", { what: shown.text });
}

/** A timer has come due; one of an open pause reminds, or lays it before others. */
export function fire(timerId: TimerId, context: StepContext): StepResult {
  const { state, world } = context;
  const timer = state.timers.find((candidate) => candidate.timerId === timerId);
  const fired: NewEvent = { kind: "timer.fired", body: { timerId } };
  const pause = state.pauses.find((candidate) => candidate.pauseId === timer?.refersTo);
  const nudge = pause?.nudges?.find(({ at, do: what }) => at === timer?.wakeAt && what === timer.purpose);
  if (pause === undefined || nudge === undefined) return { events: [fired] };
  if (pause.mayAnswer.kind === "customer") {
    const { pauseId } = pause;
    const text = hostSays(context.blueprint.settings, "remindCustomer", { question: pause.shown.text });
    return { events: [fired, messageTo(context, text, { pauseId })] };
  }
  const { pauseId, proposalId } = pause;
  const proposal = state.proposals.find((candidate) => candidate.proposalId === proposalId);
  const passedOn = passOn(nudge, pause.mayAnswer.role, world.blueprints.inForce().settings);
  if (passedOn === null) return { events: [fired], outbox: mailApprovers(pause, proposal, context) };
  const body = { pauseId, proposalId, ...passedOn };
  return {
    events: [fired, { kind: "pause.reassigned", body }],
    outbox: mailApprovers(reassigned(pause, body), proposal, context),
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
  const what = standingOf(held)?.shown.text ?? "";
  const text = hostSays(context.blueprint.settings, "calledOff", { what });
  return {
    events: [...heldWithdrawn(held.proposalId, by, reason, context), messageTo(context, text, { proposalId })],
  };
}
