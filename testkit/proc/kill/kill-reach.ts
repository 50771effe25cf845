import type { Reach } from "../../sim/reach.ts";

/** What a run must have met for the rest to count; the beginnings of the names of those that it never met. */
export function neverMet(reach: Reach): readonly string[] {
  const met = Object.entries(reach).flatMap(([name, count]) => (count > 0 ? [name] : []));
  return mustBeMet.filter((beginning) => !met.some((name) => name.startsWith(beginning)));
}

const mustBeMet = [
  ...["before", "after"].flatMap((when) => ["call", "append"].map((port) => `F1 killed ${when} ${port}`)),
  "F2 killed at any moment",
  "F2 web killed",
  "F3 stopped past its lease",
  "F4 wrong clock",
  "F5 Postgres restarted",
  "F5 connections reset",
  "F6 cut before the commit",
  "F6 reply to the commit lost",
  "F7 read-only database",
  "F10 message doubled",
  "F10 webhook doubled",
  "F13 reply to the effect lost",
  "F14 cut before the effect",
  "F17 huge reply",
  "F17 dripping reply",
  "F29 two cases of one order",
  "F31 poison",
  "F35 call held until all had given it up",
  "decision fenced",
  ...["key", "natural", "none"].map((once) => `call ${once}`),
  ...["allow", "confirm", "approve", "confirm-then-approve"].map((kind) => `verdict ${kind}`),
  ...["done", "unknown"].map((kind) => `outcome ${kind}`),
  ...["done", "not-done"].map((kind) => `finding ${kind}`),
  "repeat",
  "handoff.made",
] as const;

/** What befell a connection to the database, as the failure that it is. */
export const databaseReach = {
  delay: "F5 slow database",
  reset: "F5 connections reset",
  "cut-before": "F6 cut before the commit",
  "swallow-reply": "F6 reply to the commit lost",
  "half-open": "F5 half-open database",
  hold: "F6 commit held",
  huge: "F6 commit spoilt",
  drip: "F6 commit spoilt",
} as const;

/** The same of a connection to the shop. */
export const shopReach = {
  delay: "F13 slow shop",
  reset: "F14 shop connections reset",
  "cut-before": "F14 cut before the effect",
  "swallow-reply": "F13 reply to the effect lost",
  "half-open": "F14 half-open shop",
  hold: "F35 call held until all had given it up",
  huge: "F17 huge reply",
  drip: "F17 dripping reply",
} as const;
