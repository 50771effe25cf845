import { blueprintViewSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { read } from "./api.ts";

/** The guardrails as sentences, by id; none of another version than the one in force. */
export function usePolicySentences(blueprintHash: string): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ["blueprint"],
    queryFn: ({ signal }) => read(blueprintViewSchema, "/v1/blueprint", signal),
    staleTime: 60_000,
  });
  const policies = data?.hash === blueprintHash ? data.policies : [];
  return new Map(policies.map(({ id, sentence }) => [id, sentence]));
}
