import { type Insights, unansweredPageSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../lib/api.ts";
import { useInsights } from "../insights/use-insights.ts";

/** How often each part was used in the last 30 days; null until it is known. */
export function useUse(): Insights | null {
  return useInsights(30, "procedure").data ?? null;
}

export function useUnanswered() {
  return useQuery({
    queryKey: ["unanswered"],
    queryFn: ({ signal }) => read(unansweredPageSchema, "/v1/blueprint/unanswered", signal),
  });
}
