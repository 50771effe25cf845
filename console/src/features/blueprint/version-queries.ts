import {
  type LimitChange,
  limitPageSchema,
  limitsPreviewSchema,
  type TeammateRole,
  versionDifferenceSchema,
  versionPageSchema,
} from "@purser/contract";
import { type QueryClient, useQuery } from "@tanstack/react-query";
import { post, read } from "../../lib/api.ts";

/** Who changes what the deployment goes by. */
export function mayPublish(role: TeammateRole): boolean {
  return role === "lead" || role === "admin";
}

export function useLimits() {
  return useQuery({
    queryKey: ["limits"],
    queryFn: ({ signal }) => read(limitPageSchema, "/v1/blueprint/limits", signal),
    refetchInterval: 30_000,
  });
}

/** What these changes of that version would do; asked anew for every other version or change. */
export function useLimitsPreview(hash: string, changes: readonly LimitChange[]) {
  return useQuery({
    queryKey: ["limits-preview", hash, changes],
    queryFn: () => post(limitsPreviewSchema, "/v1/blueprint/limits/preview", { changes }),
    enabled: changes.length > 0,
    staleTime: 60_000,
  });
}

export function useVersions() {
  return useQuery({
    queryKey: ["versions"],
    queryFn: ({ signal }) => read(versionPageSchema, "/v1/blueprint/versions", signal),
    refetchInterval: 30_000,
  });
}

/** Of a version and the one that it took the place of; what is in them never changes. */
export function useDifference(hash: string, against: string | null) {
  return useQuery({
    queryKey: ["version-difference", hash, against],
    queryFn: ({ signal }) =>
      read(
        versionDifferenceSchema,
        `/v1/blueprint/versions/${hash}/diff${against === null ? "" : `?against=${against}`}`,
        signal,
      ),
    staleTime: Infinity,
  });
}

/** After another version came into force. */
export async function forgetBlueprint(client: QueryClient): Promise<void> {
  await Promise.all(
    [["limits"], ["versions"], ["blueprint"]].map((queryKey) => client.invalidateQueries({ queryKey })),
  );
}
