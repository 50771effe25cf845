import {
  approvalsAskedBy,
  type CallKey,
  type Instant,
  type ProposalId,
  type ProposedStep,
  plusMs,
  unreachable,
  type Verdict,
} from "@purser/contract";
import type { ActiveProposal, CaseState, Grant, Phase, ProposalEnd, Standing } from "./case-state.ts";

/**
 * What is carried out together: the whole is judged, shown and answered once; each part is then a proposal of its own
 * that stands on the whole's answers, and its end moves the whole on, forward or in reverse.
 */
export type CarryingOut = Extract<Phase, { kind: "carrying-out" }>;
export type WholeStep = Extract<ProposedStep, { kind: "coordinate" | "undo-all" }>;
export type Whole = ActiveProposal & { step: WholeStep; phase: CarryingOut };

/** How long to wait before a part that did not happen, and may work later, is tried again. */
const tryAgainMs = [30_000, 300_000] as const;

/** The whole that this proposal is a part of, while it is carried out. */
export function wholeOf(state: CaseState, { author }: ActiveProposal): Whole | undefined {
  return author.kind === "coordinate"
    ? state.proposals.filter(isCarriedOut).find(({ proposalId }) => proposalId === author.proposalId)
    : undefined;
}

/** Whether this proposal is a part of a whole. */
export function isPart({ proposals }: CaseState, proposalId: ProposalId): boolean {
  return proposals.some((proposal) => proposal.proposalId === proposalId && proposal.author.kind === "coordinate");
}

export function isCarriedOut(proposal: ActiveProposal): proposal is Whole {
  return isWholeStep(proposal.step) && proposal.phase.kind === "carrying-out";
}

export function isWholeStep(step: ProposedStep): step is WholeStep {
  return step.kind === "coordinate" || step.kind === "undo-all";
}

/** Whether a teammate wants it, by a proposal or as a part of one: it goes on when a person has the case. */
export function isTeammates(proposal: ActiveProposal, state: CaseState): boolean {
  const { author } = wholeOf(state, proposal) ?? proposal;
  return author.kind === "teammate";
}

export function carryingOut(standing: Standing): CarryingOut {
  return { kind: "carrying-out", standing, done: [], undoing: null, left: [], tries: 0, notBefore: null };
}

/** What the whole needs next: its first call that is not done, or the taking back of its last one that is. */
export function nextPart({ step, phase }: ActiveProposal & { step: WholeStep }): {
  step: ProposedStep;
  reason: string;
} {
  const done = phase.kind === "carrying-out" ? phase.done : [];
  if (step.kind === "undo-all") {
    const callKey = step.callKeys[done.length];
    if (callKey === undefined) throw new Error("All calls are taken back.");
    const reason = `Call ${done.length + 1} of ${step.callKeys.length} that are taken back: ${step.reason}`;
    return { step: { kind: "undo", callKey, reason: step.reason }, reason };
  }
  const undoing = phase.kind === "carrying-out" ? phase.undoing : null;
  const last = done.at(-1);
  if (undoing !== null && last !== undefined) {
    const reason = `${undoing.tool} failed for good, so what belongs to it is taken back.`;
    return { step: { kind: "undo", callKey: last, reason }, reason };
  }
  const call = step.calls[done.length];
  if (call === undefined) throw new Error("All parts are done.");
  return { step: { kind: "call", call }, reason: `Part ${done.length + 1} of ${step.calls.length}: ${call.tool}.` };
}

export type AfterPart = { kind: "goes-on"; phase: CarryingOut } | { kind: "over"; end: ProposalEnd };

/** What the end of a part means for the whole. `doneKey` is the key of the call that the part made, if it was found done. */
export function afterPart(
  { step, phase }: Whole,
  part: ActiveProposal,
  end: ProposalEnd,
  doneKey: CallKey | null,
): AfterPart {
  const moved: CarryingOut = { ...phase, tries: 0, notBefore: null };
  if (step.kind === "undo-all") return afterOneOfAll(step, moved, end);
  if (part.step.kind === "undo") return afterUndo(step, moved, part.step.callKey, end);
  if (end.kind === "done") {
    const done = doneKey === null ? phase.done : [...phase.done, doneKey];
    if (done.length < step.calls.length) return { kind: "goes-on", phase: { ...moved, done } };
    return { kind: "over", end: { kind: "done", detail: step.calls.map(({ tool }) => tool).join(", ") } };
  }
  const isForGood = end.kind === "refused" || end.kind === "failed" || end.kind === "denied";
  // What nobody can tell, or a person has taken over, is no machine's to take back.
  if (!isForGood || phase.done.length === 0) return { kind: "over", end };
  const tool = step.calls[phase.done.length]?.tool ?? "";
  return { kind: "goes-on", phase: { ...moved, undoing: { tool, detail: detailOf(end) } } };
}

/** Nothing more is taken back after what could not be: which, and how far it came, is for a person. */
function afterOneOfAll(
  { callKeys }: Extract<WholeStep, { kind: "undo-all" }>,
  phase: CarryingOut,
  end: ProposalEnd,
): AfterPart {
  const callKey = callKeys[phase.done.length];
  if (callKey === undefined) throw new Error("All calls were taken back already.");
  if (end.kind !== "done")
    return { kind: "over", end: { kind: "stopped", undone: phase.done, stuck: callKey, detail: detailOf(end) } };
  const done = [...phase.done, callKey];
  return done.length < callKeys.length
    ? { kind: "goes-on", phase: { ...phase, done } }
    : { kind: "over", end: { kind: "done", detail: "taken back" } };
}

function afterUndo(
  step: Extract<WholeStep, { kind: "coordinate" }>,
  phase: CarryingOut,
  undone: CallKey,
  end: ProposalEnd,
): AfterPart {
  const tool = step.calls[phase.done.indexOf(undone)]?.tool ?? undone;
  const left = end.kind === "done" ? phase.left : [...phase.left, `${tool} could not be taken back: ${detailOf(end)}`];
  const done = phase.done.filter((key) => key !== undone);
  if (done.length > 0) return { kind: "goes-on", phase: { ...phase, done, left } };
  return { kind: "over", end: { kind: "undone", tool: "", detail: "", ...phase.undoing, left } };
}

/** The phase of a whole whose part is tried again later; null when it was tried often enough. */
export function postponed(phase: CarryingOut, at: Instant): CarryingOut | null {
  const delayMs = tryAgainMs[phase.tries];
  return delayMs === undefined ? null : { ...phase, tries: phase.tries + 1, notBefore: plusMs(at, delayMs) };
}

/** The different people whose approvals these are. */
export function approversOf(grants: readonly Grant[]): readonly string[] {
  return [...new Set(grants.flatMap(({ pause, by }) => (pause.kind === "approve" ? [by] : [])))];
}

/** What a verdict asks beyond the answers that the whole has; a part asks nobody again. */
export function isLacking(verdict: Verdict, grants: readonly Grant[]): boolean {
  return verdict.kind === "identify" || lackingFor(verdict, grants) !== null;
}

/** The answer that a verdict asks for next; null when it has all. */
export function lackingFor(verdict: Verdict, grants: readonly Grant[]): Asked | null {
  const isThere: Readonly<Record<Asked, boolean>> = {
    confirm: grants.some(({ pause }) => pause.kind === "confirm"),
    approve: approversOf(grants).length >= approvalsAskedBy(verdict),
  };
  return asksFor(verdict).find((kind) => !isThere[kind]) ?? null;
}

type Asked = "confirm" | "approve";

/** The answers that a verdict asks for, in the order in which they are asked. */
function asksFor(verdict: Verdict): readonly Asked[] {
  switch (verdict.kind) {
    case "confirm":
    case "approve":
      return [verdict.kind];
    case "confirm-then-approve":
      return ["confirm", "approve"];
    case "allow":
    case "identify":
    case "escalate":
    case "deny":
      return [];
    default:
      return unreachable(verdict);
  }
}

export function detailOf(end: ProposalEnd): string {
  if (end.kind === "denied" || end.kind === "escalated") return end.reasons.join(" ");
  if (end.kind === "declined") return end.reason ?? `The ${end.by} said no.`;
  return "detail" in end ? end.detail : end.kind;
}
