import type { CaseEventOf } from "@purser/contract";
import { type CaseHistory, eventsIn, eventsOf, type History } from "../check/history.ts";
import { portKinds } from "./disturbance.ts";
import { failureClasses } from "./failure-classes.ts";

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
          return [`finding ${event.body.finding.kind}`, ...notRepeated(event, each)];
        case "handoff.made":
          return [event.kind, ...(event.body.packet.trigger === "cannot-run" ? [endedWorkers(event, each)] : [])];
        case "pause.answered":
          return [`answer ${event.body.decision}`];
        case "pause.expired":
        case "pause.withdrawn":
        case "pause.superseded":
        case "case.closed":
        case "teammate.joined":
        case "signal.received":
        case "case.reopened":
        case "undo.ended":
        case "child.ended":
        case "child.stopped":
        case "call.held":
        case "call.released":
        case "call.withdrawn":
          return [event.kind];
        default:
          return [];
      }
    }),
  ]);
}

/** Whose case it was that ended its worker each time. */
function endedWorkers({ seq }: CaseEventOf<"handoff.made">, history: CaseHistory): string {
  const last = eventsIn(history).findLast(
    ({ kind, seq: at }) => at < seq && (kind === "teammate.joined" || kind === "teammate.left"),
  );
  return `workers ended by ${last?.kind === "teammate.joined" ? "a teammate's" : "the agent's"} case`;
}

/** A call that is known not to have happened, and that no machine sends again: it has no key. */
function notRepeated({ body, seq }: CaseEventOf<"call.verified">, history: CaseHistory): string[] {
  const { key, finding } = body;
  const calls = eventsOf(history, "call.started").filter((started) => started.body.key === key);
  const isKeyless = calls[0]?.body.once === "none";
  const isLast = calls.every((started) => started.seq < seq);
  return finding.kind === "not-done" && finding.settled && isKeyless && isLast ? ["no repeat without a key"] : [];
}

/** What must have been met so many times for the rest to count; those that were met less often. */
export function neverMet(reach: Reach, atLeast: number): readonly string[] {
  return mustBeMet.filter((name) => (reach[name] ?? 0) < atLeast);
}

const mustBeMet: readonly string[] = [
  ...failureClasses,
  ...["crash", "freeze"].flatMap((kind) =>
    portKinds.flatMap((port) => [`${kind} before ${port}`, `${kind} after ${port}`]),
  ),
  ...["lease", "read", "append"].flatMap((port) => [`cut before ${port}`, `cut after ${port}`]),
  ...["read", "append"].flatMap((port) => [`desk-cut before ${port}`, `desk-cut after ${port}`]),
  ...["allow", "confirm", "confirm-then-approve", "approve", "identify", "escalate", "deny"].map(
    (kind) => `verdict ${kind}`,
  ),
  ...["done", "refused", "failed", "unknown"].map((kind) => `outcome ${kind}`),
  ...["done", "not-done", "unknown"].map((kind) => `finding ${kind}`),
  ...["key", "natural"].map((once) => `repeat ${once}`),
  "no repeat without a key",
  ...["overtaken", "fenced", "too-late"].map((kind) => `append ${kind}`),
  ...["yes", "no", "edit"].map((decision) => `answer ${decision}`),
  ...["expired", "superseded", "withdrawn"].map((kind) => `pause.${kind}`),
  "call.held",
  "call.released",
  "call.withdrawn",
  "signal.received",
  "handoff.made",
  "workers ended by the agent's case",
  "teammate.joined",
  "case.closed",
  "undo.ended",
  "child.ended",
];
