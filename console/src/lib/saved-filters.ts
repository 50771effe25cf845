import { type InboxFilter, type SavedFilters, savedFiltersSchema } from "@purser/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { post, read } from "./api.ts";

const key = ["saved-filters"] as const;
type Filters = SavedFilters["filters"];

/** The filters of whoever is signed in, in their order. */
export function useSavedFilters() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => read(savedFiltersSchema, "/v1/inbox/filters", signal),
    staleTime: 60_000,
    retry: 1,
  });
}

/** Changes what is saved, from what the server has now. */
export function useChangeFilters() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (change: (filters: Filters) => Filters): Promise<SavedFilters> => {
      const { version, filters } = await read(savedFiltersSchema, "/v1/inbox/filters");
      return post(savedFiltersSchema, "/v1/inbox/filters", { version, filters: change(filters) });
    },
    onSuccess: (saved) => client.setQueryData(key, saved),
  });
}

/** A filter, or what an address says of one. */
type Filter = { [Key in keyof InboxFilter]?: InboxFilter[Key] | undefined };

export function isSameFilter(one: Filter, other: Filter): boolean {
  return textOf(one) === textOf(other);
}

function textOf({ view, tags, assignee, due, sort, q }: Filter): string {
  return JSON.stringify([view, tags?.toSorted(), assignee, due, sort, q]);
}
