import {
  type DeadlineAction,
  type EventBody,
  type Instant,
  type Pause,
  plusMs,
  type TeammateRole,
} from "@purser/contract";
import { plusBusinessMs } from "../blueprint/settings/business-hours.ts";
import type { DeadlineChain } from "../blueprint/settings/deadlines.ts";
import type { Span } from "../blueprint/settings/duration.ts";
import { openedOf, type Settings } from "../blueprint/settings/settings.ts";
import { approverRoles, mayApprove } from "../guardrails/approver-role.ts";

type Nudge = NonNullable<Pause["nudges"]>[number];

/** When a question that is asked now is over. */
export function endOf(chain: DeadlineChain, from: Instant, settings: Settings): Instant {
  const end = chain.at(-1);
  if (end === undefined) throw new Error("A question without an end.");
  return instantAfter(from, end.after, settings);
}

/** What happens before the end: what the chain has for later never comes. */
export function nudgesOf(
  chain: DeadlineChain,
  { from, until }: { from: Instant; until: Instant },
  settings: Settings,
): Nudge[] {
  return chain
    .flatMap(({ after, do: what, to }): Nudge[] =>
      what === "remind" || what === "reassign" || what === "escalate"
        ? [{ at: instantAfter(from, after, settings), do: what, to: to ?? null }]
        : [],
    )
    .filter(({ at }) => at < until)
    .toSorted((one, other) => (one.at < other.at ? -1 : 1));
}

/** Loading has refused every other end. */
export function actionAtEnd(chain: DeadlineChain): DeadlineAction {
  return chain.at(-1)?.do === "decline" ? "decline" : "hand-off";
}

/**
 * Before whom a pause for this role lies from now on; null when it stays where it is. To escalate asks one role higher,
 * and at the highest everybody who has it; to reassign never asks somebody who may not answer.
 */
export function passOn(
  { do: what, to }: Nudge,
  role: TeammateRole,
  { people, singleOperator }: Settings,
): Pick<EventBody<"pause.reassigned">, "why" | "role" | "assignedTo"> | null {
  if (what === "remind") return null;
  if (what === "escalate") {
    const roles = approverRoles(singleOperator);
    return { why: what, role: roles[roles.indexOf(role) + 1] ?? role, assignedTo: null };
  }
  const person = to === null ? undefined : people[to];
  const isFit = person !== undefined && mayApprove(person.role, role, singleOperator);
  return { why: what, role, assignedTo: isFit ? to : null };
}

function instantAfter(from: Instant, { durationMs, counts }: Span, settings: Settings): Instant {
  const opened = openedOf(settings);
  return counts === "always" || opened === null ? plusMs(from, durationMs) : plusBusinessMs(opened, from, durationMs);
}
