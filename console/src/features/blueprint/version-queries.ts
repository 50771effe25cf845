import {
  changePreviewSchema,
  type LimitChange,
  limitPageSchema,
  pendingVersionPageSchema,
  type TeammateRole,
  tierPageSchema,
  type TierMove,
  versionDifferenceSchema,
  versionOutlookSchema,
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
    queryFn: () => post(changePreviewSchema, "/v1/blueprint/limits/preview", { changes }),
    enabled: changes.length > 0,
    staleTime: 60_000,
  });
}

export function useTiers() {
  return useQuery({
    queryKey: ["tiers"],
    queryFn: ({ signal }) => read(tierPageSchema, "/v1/blueprint/tiers", signal),
    refetchInterval: 30_000,
  });
}

/** What a move of that version's action would do. */
export function useTierPreview(hash: string, move: TierMove) {
  return useQuery({
    queryKey: ["tier-preview", hash, move],
    queryFn: () => post(changePreviewSchema, "/v1/blueprint/tiers/preview", move),
    staleTime: 60_000,
  });
}

/** Versions that wait for a second person, or that did. */
export function usePendingVersions() {
  return useQuery({
    queryKey: ["pending-versions"],
    queryFn: ({ signal }) => read(pendingVersionPageSchema, "/v1/blueprint/pending", signal),
    refetchInterval: 30_000,
  });
}

/** What a version would do otherwise than the one in force. */
export function useOutlook(hash: string, inForce: string) {
  return useQuery({
    queryKey: ["version-outlook", hash, inForce],
    queryFn: ({ signal }) => read(versionOutlookSchema, `/v1/blueprint/versions/${hash}/outlook`, signal),
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
    [["limits"], ["tiers"], ["versions"], ["pending-versions"], ["blueprint"]].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    ),
  );
}
