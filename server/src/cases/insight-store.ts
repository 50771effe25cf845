import type { CountedCases, HandoffTrigger, InsightKey, Insights, Instant } from "@purser/contract";
import type { CaseMeasure } from "./case-measure.ts";

/** Cases opened from `since` on and before `until`; weeks begin on Mondays of the time zone. */
export type InsightSpan = { since: Instant; until: Instant; timeZone: string };
export type InsightQuery = InsightSpan & { tenant: string; by: InsightKey };
export type Counted = Pick<Insights, "total" | "groups" | "handoffs" | "tools" | "policies">;

/** The cases that a figure counts: of one group, and of one reason why people were to have them, where these are named. */
export type CountedFilter = InsightSpan & {
  what: CountedCases;
  group: { by: InsightKey; key: string | null } | null;
  handoff: HandoffTrigger | null;
};

/**
 * What insights are counted from: a row for each case, made from its log some seconds after it changed, and made again whenever
 * one is missing. Nothing else depends on these rows.
 */
export type InsightStore = {
  /** Cases that changed since their row was made, the one that changed first before the others. */
  listUnmeasured: (tenant: string, limit: number) => Promise<readonly Measured[]>;
  /** Null for a case that tells no more than that it was there: what was counted of it before stays. */
  keepMeasure: (tenant: string, at: Measured, measure: CaseMeasure | null) => Promise<void>;
  readCounted: (query: InsightQuery) => Promise<Counted>;
};
/** The log of a case up to an event. */
export type Measured = Pick<CaseMeasure, "caseId" | "version">;
