import type { NewEvent, Verdict } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { hostSays } from "../../blueprint/sentences/host-sentences.ts";
import type { ActiveProposal } from "../../cases/case-state.ts";
import type { ImpossibleOperation } from "../../tools/operation.ts";
import { levelNow, type StepContext } from "../step-context.ts";

/** A proposal that is refused before any policy is asked: it cannot be done, or what it needs cannot be read. */
export function deniedEvent(proposal: ActiveProposal, context: StepContext, reasons: readonly string[]): NewEvent {
  return unaskedEvent(proposal, context, { kind: "deny", reasons: [...reasons] });
}

/** What the guardrails need could not be read: it is not done now, and may be proposed again. `why` is for people, not for her. */
export function unreadEvent(proposal: ActiveProposal, context: StepContext, why: string): NewEvent {
  const reasons = [hostSays(context.blueprint.settings, "cannotRead")];
  return unaskedEvent(proposal, context, { kind: "deny", reasons }, why);
}

/** What is impossible is denied; where a tool has a mistake, a person reads of it, and not she. */
export function impossibleEvent(
  proposal: ActiveProposal,
  context: StepContext,
  { detail, isFault }: ImpossibleOperation,
): NewEvent {
  return unaskedEvent(proposal, context, { kind: isFault === true ? "escalate" : "deny", reasons: [detail] });
}

function unaskedEvent(
  proposal: ActiveProposal,
  context: StepContext,
  verdict: Verdict,
  unread: string | null = null,
): NewEvent {
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
      ...(unread === null ? {} : { unread }),
      atExecution: false,
    },
  };
}
