import { eventsIn, type History } from "../check/history.ts";

/** How often each thing happened: a test that never met a fault proves nothing of it. */
export type Reach = Readonly<Record<string, number>>;

export function addReach(one: Reach, other: Reach): Reach {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return Object.fromEntries(names.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}

export function countReach(names: readonly string[]): Reach {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** What the logs tell of verdicts, outcomes, findings, repeats and stops. */
export function reachIn({ cases }: History): readonly string[] {
  return cases.flatMap((each) => [
    `ends ${each.end.status}`,
    ...eventsIn(each).flatMap((event): string[] => {
      switch (event.kind) {
        case "proposal.judged":
          return [`verdict ${event.body.judgement.verdict.kind}`];
        case "call.started":
          return [event.body.attempt === 1 ? `call ${event.body.once}` : `repeat ${event.body.once}`];
        case "call.ended":
          return [`outcome ${event.body.outcome.kind}`];
        case "call.verified":
          return [`finding ${event.body.finding.kind}`];
        case "pause.answered":
          return [`stop or grant: ${event.body.decision}`];
        case "pause.expired":
        case "pause.withdrawn":
        case "pause.superseded":
        case "handoff.made":
        case "case.closed":
        case "teammate.joined":
        case "signal.received":
        case "case.reopened":
        case "undo.ended":
        case "child.ended":
        case "child.stopped":
          return [event.kind];
        default:
          return [];
      }
    }),
  ]);
}

/** What must have been met so many times for the rest to count; those that were met less often. */
export function neverMet(reach: Reach, atLeast: number): readonly string[] {
  return mustBeMet.filter((name) => (reach[name] ?? 0) < atLeast);
}

const mustBeMet = [
  ...["crash", "freeze", "cut"].flatMap((kind) => [`${kind} before`, `${kind} after`]),
  ...["allow", "confirm", "confirm-then-approve", "approve", "deny"].map((kind) => `verdict ${kind}`),
  ...["done", "refused", "failed", "unknown"].map((kind) => `outcome ${kind}`),
  ...["done", "not-done", "unknown"].map((kind) => `finding ${kind}`),
  ...["key", "natural"].map((once) => `repeat ${once}`),
  ...["overtaken", "fenced"].map((kind) => `append ${kind}`),
  ...["expired", "superseded"].map((kind) => `pause.${kind}`),
  "signal.received",
  "handoff.made",
  "case.closed",
  "undo.ended",
  "child.ended",
];
