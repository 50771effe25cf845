import type { CountedCases, InsightFigures, InsightKey } from "@purser/contract";
import type { Titles } from "../../lib/blueprint.ts";

/** The figures that count cases, in the order in which they are shown, as their columns are called. */
export const countedColumns: readonly { what: CountedCases; name: string; about: string }[] = [
  { what: "cases", name: "Cases", about: "Opened in this time" },
  { what: "resolvedByAgent", name: "By the agent", about: "Resolved without a person having the case" },
  { what: "verified", name: "Verified", about: "By the agent, with each change read back from its system as done" },
  { what: "resolvedByPeople", name: "By people", about: "Resolved after people had the case" },
  { what: "handedOff", name: "Handed off", about: "People had the case, or were to have it, however it ended" },
  { what: "closed", name: "Closed", about: "Ended without being resolved" },
  { what: "open", name: "Open", about: "Not at an end" },
];

export const keyNames: Readonly<Record<InsightKey, string>> = {
  procedure: "Procedure",
  channel: "Channel",
  week: "Week of",
};

/** Such as `62 %`; a dash without any. */
export function shareOf(part: number, whole: number, locale: string): string {
  if (whole === 0) return "–";
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(part / whole);
}

const steps = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** Such as `3 min`: in the largest unit of which there is more than one and a half. */
export function durationOf(durationMs: number | null, locale: string): string {
  if (durationMs === null) return "–";
  if (durationMs < 1000) return "under 1 sec";
  const [unit, lengthMs] = steps.find(([, length]) => durationMs >= 1.5 * length) ?? ["second", 1000];
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 0 }).format(durationMs / lengthMs);
}

/** What one case has cost on average; amounts are in millionths of the currency. */
export function costOf({ costMicros, cases }: InsightFigures, currency: string, locale: string): string {
  if (cases === 0) return "–";
  const format = new Intl.NumberFormat(locale, { style: "currency", currency, maximumFractionDigits: 4 });
  return format.format(costMicros / cases / 1_000_000);
}

/** How content customers were on average, from 1 to 5. */
export function ratingOf({ meanRating }: InsightFigures, locale: string): string {
  return meanRating === null ? "–" : new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(meanRating);
}

/** As people call a group. */
export function groupName(key: string | null, by: InsightKey, titles: Titles): string {
  if (by !== "procedure") return key ?? "None";
  return key === null ? "Nothing understood" : titles.procedure(key);
}
