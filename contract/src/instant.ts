import { z } from "zod";

/** A moment in UTC with milliseconds, as `Date.prototype.toISOString` writes it; so text order is time order. */
export const instantSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, "an instant is written as 2026-03-31T09:00:00.000Z")
  .brand<"Instant">();
export type Instant = z.infer<typeof instantSchema>;

/** The instant of a count of milliseconds since 1970-01-01 UTC. */
export function instantOf(epochMs: number): Instant {
  return instantSchema.parse(new Date(epochMs).toISOString());
}

export function epochMsOf(instant: Instant): number {
  return Date.parse(instant);
}

export function plusMs(instant: Instant, durationMs: number): Instant {
  return instantOf(epochMsOf(instant) + durationMs);
}
