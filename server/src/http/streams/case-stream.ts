import type { CaseFilter } from "../../cases/case-store.ts";
import type { ApiServices } from "../api-services.ts";
import { caseSummaryOf } from "../case-view.ts";
import type { Follower } from "./open-streams.ts";
import { streamLines } from "./server-sent-events.ts";

/**
 * The first page of a list of cases as server-sent events, and each case on it again whenever it has changed. A client
 * that comes again gets the whole page anew.
 */
export function streamCases(filter: CaseFilter, services: ApiServices, follower: Follower): Response {
  const { store } = services.desk;
  let sent = new Map<string, string>();
  return streamLines(
    {
      subscribe: (ring) => store.subscribe(ring),
      readNew: async () => {
        const { rows } = await store.listCases(filter);
        // The oldest change first, so that a list that puts each on top ends up in order.
        const page = new Map(
          rows.toReversed().map((row): [string, string] => [row.caseId, JSON.stringify(caseSummaryOf(row))]),
        );
        const changed = [...page].filter(([caseId, summary]) => sent.get(caseId) !== summary);
        sent = page;
        return changed.map(([, summary]) => `event: case\ndata: ${summary}\n\n`);
      },
    },
    follower,
    services,
  );
}
