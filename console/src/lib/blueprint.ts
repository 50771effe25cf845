import { blueprintViewSchema } from "@purser/contract";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
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

/** What people call a tool or a procedure: its title in the version in force, else its name in words. */
export type Titles = Readonly<Record<"tool" | "procedure", (name: string) => string>>;

/** Names in words until the version is read. */
export function useTitles(): { titles: Titles; isPending: boolean } {
  const { data, isPending } = useQuery({ ...blueprintQuery, staleTime: 60_000 });
  const titles = useMemo((): Titles => {
    const among = (named: readonly { name: string; title: string }[] = []) => {
      const byName = new Map(named.map(({ name, title }) => [name, title]));
      return (name: string): string => byName.get(name) ?? wordsOf(name);
    };
    return { tool: among(data?.tools), procedure: among(data?.procedures) };
  }, [data]);
  return { titles, isPending };
}

/** The guardrails as sentences, by id; none of another version than the one in force. */
export function usePolicySentences(blueprintHash: string): ReadonlyMap<string, string> {
  const { data } = useQuery({ ...blueprintQuery, staleTime: 60_000 });
  const policies = data?.hash === blueprintHash ? data.policies : [];
  return new Map(policies.map(({ id, sentence }) => [id, sentence]));
}
