import type { CaseEvent, CaseId, DraftEvidence, Instant, PauseId, ProposalId } from "@purser/contract";

/** So many answered drafts say something, and such a share of them sent unchanged speaks for letting the agent do it alone. */
const needed = 20;
const neededShare = 0.95;
const mostCaseIds = 50;

type Fate = "unchanged" | "edited" | "dropped" | "open";
export type EvidenceCount = {
  take: (caseId: CaseId, events: readonly CaseEvent[]) => void;
  counted: () => DraftEvidence;
};

/** Counts what people made of what the agent laid before them since a moment: each proposal of this action once. */
export function countEvidence(action: string, since: Instant): EvidenceCount {
  const counts: Record<Fate, number> = { unchanged: 0, edited: 0, dropped: 0, open: 0 };
  const caseIds: CaseId[] = [];
  return {
    take: (caseId, events) => {
      const fates = [...fatesIn(events, action, since).values()];
      for (const fate of fates) counts[fate] += 1;
      const isOtherwise = fates.some((fate) => fate === "edited" || fate === "dropped");
      if (isOtherwise && caseIds.length < mostCaseIds) caseIds.push(caseId);
    },
    counted: () => {
      const answered = counts.unchanged + counts.edited + counts.dropped;
      const isFor = counts.unchanged / answered >= neededShare;
      const says = answered < needed ? "too-little" : isFor ? "for" : "against";
      return { action, ...counts, needed, neededShare, says, caseIds };
    },
  };
}

/** Of each proposal of the agent's own that a teammate was asked about. What was edited stays so, whatever came of it. */
function fatesIn(events: readonly CaseEvent[], action: string, since: Instant): ReadonlyMap<ProposalId, Fate> {
  const drafted = new Set<ProposalId>();
  const asked = new Map<PauseId, ProposalId>();
  const fates = new Map<ProposalId, Fate>();
  const end = (proposalId: ProposalId | undefined, fate: Fate): void => {
    const before = proposalId === undefined ? undefined : fates.get(proposalId);
    if (proposalId === undefined || before === undefined || before === "edited" || before === "dropped") return;
    fates.set(proposalId, fate);
  };
  for (const { kind, at, body } of events) {
    if (kind === "proposal.made") {
      const { proposalId, author, step } = body.proposal;
      if (author.kind !== "teammate" && step.kind === "call" && step.call.tool === action) drafted.add(proposalId);
    }
    if (kind === "pause.opened" && body.pause.kind === "approve" && at >= since) {
      const { pauseId, proposalId } = body.pause;
      if (!drafted.has(proposalId)) continue;
      asked.set(pauseId, proposalId);
      if (!fates.has(proposalId)) fates.set(proposalId, "open");
    }
    if (kind === "pause.answered") end(asked.get(body.pauseId), fateOf[body.decision]);
    if (kind === "pause.expired" || kind === "pause.withdrawn") end(asked.get(body.pauseId), "dropped");
    if (kind === "pause.superseded" && body.pauseId !== null && fates.get(body.proposalId) === "open")
      end(asked.get(body.pauseId), "dropped");
  }
  return fates;
}

const fateOf = { yes: "unchanged", edit: "edited", no: "dropped" } as const;
