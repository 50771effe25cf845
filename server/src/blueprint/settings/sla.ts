import { type InboxCase, type Instant, plusMs } from "@purser/contract";
import { z } from "zod";
import type { HandedCase } from "../../cases/desk-notes.ts";
import { type Opened, plusBusinessMs } from "./business-hours.ts";
import { type Span, spanSchema } from "./duration.ts";
import type { BlueprintProblem } from "../reading/problem.ts";
import type { PlaceOf } from "../reading/read-yaml.ts";
import type { Team } from "./team.ts";

const targets = {
  /** Until a person first writes to the customer. */
  firstReply: spanSchema.exactOptional(),
  /** Until the case is resolved, closed, or the agent's again. */
  resolution: spanSchema.exactOptional(),
};

/** How fast people are to be with a case that they have, counted from when they got it. */
export const slaSchema = z.strictObject({
  ...targets,
  /** By queue, for what is to be faster or slower there. */
  queues: z.record(z.string(), z.strictObject(targets)).default({}),
});
export type Sla = z.infer<typeof slaSchema> & { hours: Opened | null };

/** Each queue with a time of its own exists, and time that counts only while people are there needs their hours. */
export function checkSla(
  placeOf: PlaceOf,
  { queues, ...usual }: z.infer<typeof slaSchema>,
  team: Team,
  hasHours: boolean,
): BlueprintProblem[] {
  const problemAt = (code: "PUR-2107" | "PUR-2142", key: readonly string[], message: string): BlueprintProblem => {
    return { code, path: "blueprint.yaml", ...placeOf(["sla", ...key]), message };
  };
  const unknown = Object.keys(queues).filter((name) => !team.queues.has(name));
  const timed = [
    { key: [], of: usual },
    ...Object.entries(queues).map(([name, of]) => ({ key: ["queues", name], of })),
  ];
  const closed = timed.flatMap(({ key, of }) =>
    Object.entries(of)
      .filter(([, span]) => span.counts === "while-open" && !hasHours)
      .map(([name]) => [...key, name]),
  );
  return [
    ...unknown.map((name) => problemAt("PUR-2107", ["queues", name], `There is no queue ${name}.`)),
    ...closed.map((key) => problemAt("PUR-2142", key, "Business time needs businessHours in blueprint.yaml.")),
  ];
}

/** What people owe the customer of a case next; null when nothing was promised. */
export function dueOf({ queue, handedAt, repliedAt }: Omit<HandedCase, "caseId">, sla: Sla): InboxCase["due"] {
  const { firstReply, resolution } = { firstReply: sla.firstReply, resolution: sla.resolution, ...sla.queues[queue] };
  const resolved =
    resolution === undefined ? null : { what: "resolution" as const, at: after(handedAt, resolution, sla) };
  if (firstReply === undefined || repliedAt !== null) return resolved;
  const replied = { what: "first-reply" as const, at: after(handedAt, firstReply, sla) };
  return resolved === null || replied.at <= resolved.at ? replied : resolved;
}

/**
 * Since when a case of a queue must have been with people to be due at this time or later, a millisecond apart; null when nothing
 * was promised. What people get later is never due earlier.
 */
export function handedForDue(group: { queue: string; isAnswered: boolean }, at: Instant, sla: Sla): Instant | null {
  const isDue = (handedMs: number): boolean | null => {
    const handedAt = plusMs(at, handedMs);
    const due = dueOf({ queue: group.queue, handedAt, repliedAt: group.isAnswered ? handedAt : null }, sla);
    return due === null ? null : due.at >= at;
  };
  if (isDue(0) === null) return null;
  let before = -hourMs;
  while (isDue(before) === true) before *= 2;
  let from = 0;
  while (from - before > 1) {
    const middle = Math.floor((from + before) / 2);
    if (isDue(middle) === true) from = middle;
    else before = middle;
  }
  return plusMs(at, from);
}

const hourMs = 3_600_000;

function after(from: Instant, { durationMs, counts }: Span, { hours }: Sla): Instant {
  return counts === "always" || hours === null ? plusMs(from, durationMs) : plusBusinessMs(hours, from, durationMs);
}
