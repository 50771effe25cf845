import { type ActedOnCases, type DeskAction, actedOnCasesSchema } from "@purser/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post } from "./api.ts";

type Wish = { caseIds: readonly string[]; action: DeskAction };
export type Acted = { action: DeskAction; results: ActedOnCases["results"] };

const atOnce = 100;

/** Does the same to each of these cases, a hundred at a time; what came of each stays here until the next. */
export function useActOnCases() {
  const client = useQueryClient();
  const settled = (): void => {
    for (const queryKey of [["desk-notes"], ["tags"]]) void client.invalidateQueries({ queryKey });
  };
  const act = useMutation({
    mutationFn: async ({ caseIds, action }: Wish): Promise<Acted> => {
      const results: ActedOnCases["results"] = [];
      for (let begin = 0; begin < caseIds.length; begin += atOnce)
        results.push(...(await send(caseIds.slice(begin, begin + atOnce), action)));
      return { action, results };
    },
    onSettled: settled,
  });
  const undo = useMutation({
    mutationFn: async ({ results }: Acted): Promise<number> => {
      let done = 0;
      for (const [text, caseIds] of undosOf(results)) {
        const taken = await send(caseIds, JSON.parse(text));
        done += taken.filter(({ outcome }) => outcome === "changed").length;
      }
      return done;
    },
    onSuccess: () => act.reset(),
    onSettled: settled,
  });
  return { act, undo };
}

async function send(caseIds: readonly string[], action: unknown): Promise<ActedOnCases["results"]> {
  return (await post(actedOnCasesSchema, "/v1/inbox/actions", { caseIds, action })).results;
}

/** Cases by what takes back what was done to them. */
export function undosOf(results: ActedOnCases["results"]): ReadonlyMap<string, readonly string[]> {
  const undos = new Map<string, string[]>();
  for (const { caseId, undo } of results) {
    if (undo === null) continue;
    const text = JSON.stringify(undo);
    undos.set(text, [...(undos.get(text) ?? []), caseId]);
  }
  return undos;
}
