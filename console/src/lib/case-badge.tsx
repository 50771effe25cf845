import type { CaseStatus, InboxCase } from "@purser/contract";
import { Badge, type Tone } from "../ui/badge.tsx";

type Shown = { status: CaseStatus; owner: InboxCase["owner"]; asks: readonly { from: string }[] };

/** How a case stands, in the words and colour of the most urgent part. */
function standingOf({ status, owner, asks }: Shown, myId: string): { words: string; tone: Tone } {
  if (asks.some(({ from }) => from !== "customer")) return { words: "Needs approval", tone: "warn" };
  if (status === "resolved") return { words: "Resolved", tone: "good" };
  if (status === "closed") return { words: "Closed", tone: "neutral" };
  if (owner.kind === "teammate")
    return owner.teammateId === myId
      ? { words: "Yours", tone: "accent" }
      : { words: owner.teammateId, tone: "neutral" };
  if (owner.kind === "queue")
    return owner.assignedTo === myId ? { words: "For you", tone: "accent" } : { words: "Unassigned", tone: "bad" };
  return status === "working"
    ? { words: "Agent is working", tone: "accent" }
    : { words: "Waiting for customer", tone: "neutral" };
}

export function CaseBadge({ of, myId }: { of: Shown; myId: string }) {
  const { words, tone } = standingOf(of, myId);
  return <Badge tone={tone}>{words}</Badge>;
}
