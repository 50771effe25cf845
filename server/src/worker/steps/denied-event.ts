import type { NewEvent, Verdict } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { ActiveProposal } from "../../cases/case-state.ts";
import type { ImpossibleOperation } from "../../tools/operation.ts";
import { levelNow, type StepContext } from "../step-context.ts";

/** A proposal that is refused before any policy is asked: it cannot be done, or what it needs cannot be read. */
export function deniedEvent(proposal: ActiveProposal, context: StepContext, reasons: readonly string[]): NewEvent {
  return unaskedEvent(proposal, context, { kind: "deny", reasons: [...reasons] });
}

/** What is impossible is denied; where a tool has a mistake, a person reads of it, and not she. */
export function impossibleEvent(
  proposal: ActiveProposal,
  context: StepContext,
  { detail, isFault }: ImpossibleOperation,
): NewEvent {
  return unaskedEvent(proposal, context, { kind: isFault === true ? "escalate" : "deny", reasons: [detail] });
}

function unaskedEvent(proposal: ActiveProposal, context: StepContext, verdict: Verdict): NewEvent {
  const { now, blueprint } = context;
  return {
    kind: "proposal.judged",
    body: {
      proposalId: proposal.proposalId,
      argsHash: proposal.argsHash,
      judgement: {
        verdict,
        policies: [],
        facts: {},
        totals: {},
        assurance: { identity: levelNow(context), confirmed: false, approved: false, approverRole: null },
      },
      factsHash: hashOf({}),
      readAt: now,
      policyHash: blueprint.policies.hash,
      blueprintHash: blueprint.hash,
      validUntil: now,
      shown: { title: "", text: "" },
      atExecution: false,
    },
  };
}
