import type { InboxCase } from "@purser/contract";
import { Badge } from "../ui/badge.tsx";
import { exactTime, relativeTime, useNow } from "./time.tsx";

const soonMs = 3_600_000;
const owed = { "first-reply": "Reply", resolution: "Resolve" } as const;

/** What people owe and until when, in words; a breach is said as well as coloured. */
export function Due({ of }: { of: InboxCase["due"] }) {
  const nowMs = useNow();
  if (of === null) return null;
  const leftMs = Date.parse(of.at) - nowMs;
  const words =
    leftMs <= 0
      ? `${owed[of.what]}: overdue, ${relativeTime(of.at, nowMs)}`
      : `${owed[of.what]} ${relativeTime(of.at, nowMs)}`;
  return (
    <span title={exactTime(of.at)}>
      <Badge tone={leftMs <= 0 ? "bad" : leftMs <= soonMs ? "warn" : "neutral"}>{words}</Badge>
    </span>
  );
}
