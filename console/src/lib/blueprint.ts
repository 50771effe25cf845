import { blueprintViewSchema } from "@purser/contract";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { read } from "./api.ts";

const blueprintQuery = queryOptions({
  queryKey: ["blueprint"],
  queryFn: ({ signal }) => read(blueprintViewSchema, "/v1/blueprint", signal),
});

/** The version in force; another one can be published at any time. */
export function useBlueprint() {
  return useQuery({ ...blueprintQuery, refetchInterval: 30_000 });
}

/** The guardrails as sentences, by id; none of another version than the one in force. */
export function usePolicySentences(blueprintHash: string): ReadonlyMap<string, string> {
  const { data } = useQuery({ ...blueprintQuery, staleTime: 60_000 });
  const policies = data?.hash === blueprintHash ? data.policies : [];
  return new Map(policies.map(({ id, sentence }) => [id, sentence]));
}
