import type { NewEvent } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { ActiveProposal } from "../../cases/case-state.ts";
import { levelNow, type StepContext } from "../step-context.ts";

/** A proposal that is refused before any policy is asked: it cannot be done, or what it needs cannot be read. */
export function deniedEvent(proposal: ActiveProposal, context: StepContext, reasons: readonly string[]): NewEvent {
  const { now, blueprint } = context;
  return {
    kind: "proposal.judged",
    body: {
      proposalId: proposal.proposalId,
      argsHash: proposal.argsHash,
      judgement: {
        verdict: { kind: "deny", reasons: [...reasons] },
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
