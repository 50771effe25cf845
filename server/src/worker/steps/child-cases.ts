import { type CaseId, type ChildCase, maxChildCases, type NewEvent, type ProposalId } from "@purser/contract";
import { derivedId } from "@purser/kit/audit";
import { dueChildren, reportOf } from "../../cases/child-cases.ts";
import { thoughtsLeft } from "../../cases/decide.ts";
import { proposalIn, type StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { deniedEvent } from "./denied-event.ts";

/** Opens the cases that a proposal needs now. What goes down goes by value: customer, identity, allowance, blueprint. */
export function openCases(proposalId: ProposalId, context: StepContext): StepResult {
  const proposal = proposalIn(context.state, proposalId);
  const { step } = proposal;
  if (step.kind !== "open-cases") throw new Error(`${proposalId} opens no cases.`);
  const reasons = proposal.phase.kind === "made" ? whyNot(step.cases, context) : [];
  if (reasons.length > 0) return { events: [deniedEvent(proposal, context, reasons)] };
  const due = new Set(dueChildren(context.state, proposalId));
  return {
    events: step.cases.flatMap((child, index) => (due.has(index) ? [opened(child, index, proposalId, context)] : [])),
  };
}

function whyNot(cases: readonly ChildCase[], { state, blueprint }: StepContext): string[] {
  const open = state.children.filter(({ end }) => end === null).length;
  const unknown = cases.flatMap(({ procedure }) =>
    procedure === null || blueprint.procedures.has(procedure) ? [] : [`There is no procedure ${procedure}.`],
  );
  return [
    ...(state.parent === null ? [] : ["A child case opens no cases of its own."]),
    ...(open + cases.length > maxChildCases ? [`At most ${maxChildCases} child cases are under way at once.`] : []),
    ...unknown,
  ];
}

function opened(
  { goal, procedure, given }: ChildCase,
  index: number,
  proposalId: ProposalId,
  { state, world }: StepContext,
): NewEvent {
  const { tenant, caseId, channel, customerId, customerRef, identity, blueprintHash } = state;
  return {
    kind: "child.opened",
    body: {
      childId: derivedId("case", { tenant, parent: caseId, proposalId, index }, world.deploymentSecret),
      proposalId,
      index,
      outboxId: world.id("out"),
      goal,
      procedure,
      given,
      thoughts: Math.max(thoughtsLeft(state), 1),
      channel,
      customerId,
      customerRef,
      identity,
      blueprintHash,
    },
  };
}

export function stopChild(childId: CaseId, { world }: StepContext): StepResult {
  const reason = "What it was a part of is over.";
  return { events: [{ kind: "child.stopped", body: { childId, outboxId: world.id("out"), reason } }] };
}

/** The end of a child case. One that came to rest is closed: nobody writes to it, so nothing could move it any more. */
export function report({ state, world }: StepContext): StepResult {
  if (state.parent === null) throw new Error(`${state.caseId} is no child case.`);
  const told: NewEvent = {
    kind: "case.reported",
    body: { parentId: state.parent.caseId, outboxId: world.id("out"), ...reportOf(state) },
  };
  const reason = "It came to rest without reaching its goal.";
  return {
    events: state.lifecycle === "open" ? [told, { kind: "case.closed", body: { by: "rule", reason } }] : [told],
  };
}
