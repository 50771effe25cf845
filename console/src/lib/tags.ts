import { tagListSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { read } from "./api.ts";

/** The tags in use, the most used first. */
export function useTags() {
  return useQuery({
    queryKey: ["tags"],
    queryFn: ({ signal }) => read(tagListSchema, "/v1/inbox/tags", signal),
    select: ({ tags }) => tags,
  });
}
