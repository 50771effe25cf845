import type { Hash, Judgement, NewEvent, ProposalId } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { hostSays } from "../../blueprint/sentences/host-sentences.ts";
import type { ActiveProposal } from "../../cases/case-state.ts";
import { isWholeStep } from "../../cases/coordinate.ts";
import { stricter } from "../../guardrails/stricter.ts";
import type { Operation } from "../../tools/operation.ts";
import { consultGuard, type GuardAnswer } from "../consult-guard.ts";
import { withinLimits } from "../handoff-triggers.ts";
import { operationsOfProposal } from "../operation-of.ts";
import { described } from "../described.ts";
import { after, proposalIn, type StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { unlessUnknownToHer } from "../unspoken.ts";
import { deniedEvent, impossibleEvent, unreadEvent } from "./denied-event.ts";
import { readFacts } from "./read-facts.ts";
import { withStays } from "./undo-messages.ts";

/**
 * Reads the facts now and asks the guard what a proposed action needs. Of what is done or taken back together each part is asked
 * about, over facts as they are before any of them, and the strictest answer counts.
 */
export async function judgeProposal(proposalId: ProposalId, context: StepContext): Promise<StepResult> {
  const proposal = proposalIn(context.state, proposalId);
  const prepared = operationsOfProposal(proposal, context);
  if (prepared.kind === "impossible") return { events: [impossibleEvent(proposal, context, prepared)] };
  const parts: JudgedPart[] = [];
  for (const operation of prepared.operations) {
    const read = await readFacts(operation, context);
    if (read.kind === "refused" && isUnknownCaller(proposal, context))
      return { events: [eventOf(proposal, identifyFirst(operation, context), context, false)] };
    if (read.kind !== "read") {
      const { kind, code, detail } = read;
      context.world.log("warn", "facts.not-read", { caseId: context.state.caseId, tool: operation.name, kind, code });
      if (kind === "failed") return { events: [unreadEvent(proposal, context, detail)] };
      return { events: [deniedEvent(proposal, context, [hostSays(context.blueprint.settings, "noSuchRecord")])] };
    }
    const answer = await consultGuard({ ...operation, facts: read.facts }, context, null);
    const judgement =
      proposal.author.kind === "teammate"
        ? answer.judgement
        : withinLimits(await unlessUnknownToHer(answer.judgement, context), operation.counts, context);
    parts.push({ operation, answer: { ...answer, judgement } });
  }
  const [only, ...others] = parts;
  if (only === undefined) throw new Error(`${proposalId} asks for nothing.`);
  if (others.length === 0 && !isWholeStep(proposal.step))
    return { events: [judgedEvent(proposal, only.operation, only.answer, context, false)] };
  return { events: [judgedTogether(proposal, parts, context)] };
}

/** Nobody is known yet whose records could be read, and she can show who she is: that comes first. */
function isUnknownCaller({ author }: ActiveProposal, { state, blueprint }: StepContext): boolean {
  const highestLevel = blueprint.settings.channels[state.channel]?.highestLevel ?? 0;
  return state.customerRef === null && author.kind !== "teammate" && highestLevel >= lowestKnown;
}

const lowestKnown = 1;

/** It is judged anew over facts once it is known whose they are. */
function identifyFirst({ title, freshForMs }: Operation, { blueprint }: StepContext): Judged {
  const judgement: Judgement = {
    verdict: { kind: "identify", level: lowestKnown },
    policies: [],
    facts: {},
    totals: {},
    assurance: { identity: lowestKnown, confirmed: false, approved: false, approverRole: null },
  };
  return {
    judgement,
    policyHash: blueprint.policies.hash,
    shown: { title, text: title },
    undescribed: null,
    freshForMs,
  };
}

type JudgedPart = { operation: Operation; answer: GuardAnswer };

export type JudgedEvent = Extract<NewEvent, { kind: "proposal.judged" }>;

/** The judgement as the log keeps it, with the facts that it stands on and how long they count as fresh. */
export function judgedEvent(
  proposal: ActiveProposal,
  operation: Operation,
  answer: GuardAnswer,
  context: StepContext,
  atExecution: boolean,
): JudgedEvent {
  const { text, fault } = described(operation, answer.judgement.facts, context);
  const shown = { title: operation.title, text };
  const undescribed = undescribedOf([{ operation, fault }]);
  return eventOf(proposal, { ...answer, shown, undescribed, freshForMs: operation.freshForMs }, context, atExecution);
}

/** One judgement of all parts, with the facts of each under its name or key, and one text that shows them all. */
function judgedTogether(proposal: ActiveProposal, parts: readonly JudgedPart[], context: StepContext): NewEvent {
  const judgements = parts.map(({ answer }) => answer.judgement);
  const joined = judgements.reduce((one, other) => stricter(one, other));
  const judgement: Judgement = {
    ...joined,
    policies: judgements.flatMap(({ policies }) => policies),
    facts: Object.fromEntries(
      parts.map(({ operation, answer }) => [operation.undoOf ?? operation.name, answer.judgement.facts]),
    ),
    totals: Object.fromEntries(judgements.flatMap(({ totals }) => Object.entries(totals))),
  };
  const descriptions = parts.map(({ operation, answer }) => ({
    operation,
    ...described(operation, answer.judgement.facts, context),
  }));
  const texts = descriptions.map(({ text }) => text);
  const { step } = proposal;
  const { settings } = context.blueprint;
  const text =
    step.kind === "undo-all"
      ? withStays(hostSays(settings, "takeAllBack", { parts: texts }), step.stays, settings)
      : hostSays(settings, "together", { parts: texts });
  const shown = { title: parts.map(({ operation }) => operation.title).join(", "), text };
  const freshForMs = Math.min(...parts.map(({ operation }) => operation.freshForMs));
  const policyHash = parts[0]?.answer.policyHash ?? context.blueprint.policies.hash;
  const undescribed = undescribedOf(descriptions);
  return eventOf(proposal, { judgement, policyHash, shown, undescribed, freshForMs }, context, false);
}

/** Which tools could not say what they would do, and why. */
function undescribedOf(descriptions: readonly { operation: Operation; fault: string | null }[]): string | null {
  const faults = descriptions.flatMap(({ operation, fault }) =>
    fault === null ? [] : [`${operation.name}: ${fault}`],
  );
  return faults.length === 0 ? null : faults.join(" ");
}

type Judged = {
  judgement: Judgement;
  policyHash: Hash;
  shown: { title: string; text: string };
  undescribed: string | null;
  freshForMs: number;
};

function eventOf(
  proposal: ActiveProposal,
  { judgement, policyHash, shown, undescribed, freshForMs }: Judged,
  { now, blueprint }: StepContext,
  atExecution: boolean,
): JudgedEvent {
  return {
    kind: "proposal.judged",
    body: {
      proposalId: proposal.proposalId,
      argsHash: proposal.argsHash,
      judgement,
      factsHash: hashOf(judgement.facts),
      readAt: now,
      policyHash,
      blueprintHash: blueprint.hash,
      validUntil: after(now, freshForMs),
      shown,
      ...(undescribed === null ? {} : { undescribed }),
      atExecution,
    },
  };
}
