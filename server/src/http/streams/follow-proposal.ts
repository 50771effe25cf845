import { setTimeout as delay } from "node:timers/promises";
import type { CaseId, ProposalId, ProposalView } from "@purser/contract";
import { readProposal } from "../../conversations/read-proposal.ts";
import type { ApiServices } from "../api-services.ts";

/** Notifications may get lost, so it is looked at anyway. */
const lookMs = 250;

/**
 * A proposal once nothing more happens to it by itself: it is over, or waits for somebody. After `waitMs`, or when the
 * caller or the server goes, as it stands then. Throws PUR-2002.
 */
export async function followProposal(
  caseId: CaseId,
  proposalId: ProposalId,
  { waitMs, gone }: { waitMs: number; gone: AbortSignal },
  { desk, closing }: Pick<ApiServices, "desk" | "closing">,
): Promise<ProposalView> {
  const ended = AbortSignal.any([gone, closing, AbortSignal.timeout(waitMs)]);
  for (;;) {
    const changed = new AbortController();
    const unsubscribe = desk.store.subscribe((other) => {
      if (other === caseId) changed.abort();
    });
    try {
      const view = await readProposal(caseId, proposalId, desk);
      if (view.progress !== "working" || ended.aborted) return view;
      const signal = AbortSignal.any([ended, changed.signal]);
      await delay(lookMs, undefined, { signal }).catch(() => undefined);
    } finally {
      unsubscribe();
    }
  }
}
