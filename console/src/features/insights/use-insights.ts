import { type InsightKey, type Insights, insightsSchema } from "@purser/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { read, withQuery } from "../../lib/api.ts";

export const spans = [7, 30, 90, 365] as const;
export type SpanDays = (typeof spans)[number];

/** Up to the end of this hour, so that the same question is asked for a while and its answer is kept. */
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function spanOf(days: SpanDays): { since: string; until: string } {
  const untilMs = Math.ceil(Date.now() / hourMs) * hourMs;
  return { since: new Date(untilMs - days * dayMs).toISOString(), until: new Date(untilMs).toISOString() };
}

/** What became of the cases of the last days; looked up again now and then, since it is counted as cases change. */
export function useInsights(days: SpanDays, by: InsightKey) {
  const span = spanOf(days);
  return useQuery({
    queryKey: ["insights", span.until, days, by],
    queryFn: ({ signal }): Promise<Insights> =>
      read(insightsSchema, withQuery("/v1/insights", { ...span, by }), signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}
