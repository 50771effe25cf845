import type { NewEvent, ProposalId, ToolCall } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { runLookup } from "../../tools/run-lookup.ts";
import { consultGuard, type GuardAnswer } from "../consult-guard.ts";
import { proposalIn, type StepContext, toolContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { unlessUnknownToHer } from "../unspoken.ts";
import { deniedEvent } from "./denied-event.ts";

/** Runs lookups side by side, each after the guard has allowed it: nothing of the customer's is read before she is known. */
export async function lookup(proposalId: ProposalId, context: StepContext): Promise<StepResult> {
  const proposal = proposalIn(context.state, proposalId);
  const { step } = proposal;
  if (step.kind !== "lookup") throw new Error(`${proposalId} is no lookup.`);
  const answers = await Promise.all(step.calls.map((call) => judgeLookup(call, context)));
  const refused = answers.find(({ judgement }) => judgement.verdict.kind !== "allow");
  if (refused !== undefined) {
    const judgement = await unlessUnknownToHer(refused.judgement, context);
    return { events: [refusedEvent(proposal.argsHash, proposalId, { ...refused, judgement }, context)] };
  }
  showProgress(step.calls, context);
  const reads = await Promise.all(
    step.calls.map((call) => runLookup(call, context.blueprint.toolbox, toolContext(context))),
  );
  if (reads.length === 0) return { events: [deniedEvent(proposal, context, ["There is nothing to look up."])] };
  return { events: [{ kind: "facts.read", body: { proposalId, reads } }] };
}

/** Only what the tools say of themselves, and nothing that was said or found. */
function showProgress(calls: readonly ToolCall[], { blueprint, state, world }: StepContext): void {
  const doing = calls.flatMap(({ tool }) => blueprint.toolbox.lookups.get(tool)?.doing ?? []);
  if (doing.length > 0) world.store.showProgress(state.caseId, [...new Set(doing)].join(", "));
}

/** What the guard says of a lookup in this case now. */
export function judgeLookup(call: ToolCall, context: StepContext): Promise<GuardAnswer> {
  const { tool, args } = call;
  const customer = context.state.customerId ?? "nobody";
  return consultGuard(
    {
      name: tool,
      args,
      facts: {},
      touches: { type: "Customer", id: customer },
      counts: {},
      isDraft: false,
      asksFirst: false,
    },
    context,
    null,
  );
}

function refusedEvent(
  argsHash: ReturnType<typeof hashOf>,
  proposalId: ProposalId,
  { judgement, policyHash }: GuardAnswer,
  { now, blueprint }: StepContext,
): NewEvent {
  return {
    kind: "proposal.judged",
    body: {
      proposalId,
      argsHash,
      judgement,
      factsHash: hashOf({}),
      readAt: now,
      policyHash,
      blueprintHash: blueprint.hash,
      validUntil: now,
      shown: { title: "", text: "" },
      atExecution: false,
    },
  };
}
