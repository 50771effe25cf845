import { teammatesSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { read } from "./api.ts";

/** Who works here, by id; auditors, who take no cases, among them. */
export function useTeammates(isWanted = true) {
  return useQuery({
    queryKey: ["teammates"],
    enabled: isWanted,
    queryFn: ({ signal }) => read(teammatesSchema, "/v1/teammates", signal),
    select: ({ teammates }) => teammates,
  });
}
