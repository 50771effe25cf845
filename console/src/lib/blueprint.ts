import { blueprintViewSchema } from "@purser/contract";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { read } from "./api.ts";
import { wordsOf } from "./words.ts";

const blueprintQuery = queryOptions({
  queryKey: ["blueprint"],
  queryFn: ({ signal }) => read(blueprintViewSchema, "/v1/blueprint", signal),
});

/** The version in force; another one can be published at any time. */
export function useBlueprint() {
  return useQuery({ ...blueprintQuery, refetchInterval: 30_000 });
}

/** What people call a tool: its title in the version in force, else its name in words. */
export function useToolNames(): (tool: string) => string {
  const { data } = useQuery({ ...blueprintQuery, staleTime: 60_000 });
  return useCallback((tool) => data?.tools.find(({ name }) => name === tool)?.title ?? wordsOf(tool), [data]);
}

/** The guardrails as sentences, by id; none of another version than the one in force. */
export function usePolicySentences(blueprintHash: string): ReadonlyMap<string, string> {
  const { data } = useQuery({ ...blueprintQuery, staleTime: 60_000 });
  const policies = data?.hash === blueprintHash ? data.policies : [];
  return new Map(policies.map(({ id, sentence }) => [id, sentence]));
}
