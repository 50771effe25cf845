import { pausePageSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { read, withQuery } from "./api.ts";

export const openApprovalsKey = ["pauses", "approve"] as const;
const lookEachMs = 10_000;
/** More is said as so many and more. */
export const mostApprovals = 100;

/** What waits for a teammate's yes, the one that is due first first; of very many the first. */
export function useOpenApprovals() {
  return useQuery({
    queryKey: openApprovalsKey,
    queryFn: async ({ signal }) =>
      (
        await read(
          pausePageSchema,
          withQuery("/v1/pauses", { status: "open", kind: "approve", limit: mostApprovals }),
          signal,
        )
      ).pauses,
    refetchInterval: lookEachMs,
  });
}
