import type { CaseId } from "@purser/contract";
import type { ApiServices } from "./api-services.ts";
import { eventViewOf } from "./case-view.ts";
import { linesOf, streamLines } from "./server-sent-events.ts";

const pageSize = 200;

/**
 * A case's log as server-sent events from an event on, and what comes in later as it comes. Ends when the client goes
 * away or the server stops; the client then comes again with `Last-Event-ID` and misses nothing.
 */
export function streamEvents(caseId: CaseId, afterSeq: number, services: ApiServices, gone: AbortSignal): Response {
  const { store, tenant } = services.desk;
  let seq = afterSeq;
  return streamLines(
    linesOf({
      subscribe: (ring) =>
        store.subscribe((changed) => {
          if (changed === caseId) ring();
        }),
      readNew: async () => {
        const events = await store.readEvents(tenant, caseId, seq, pageSize);
        seq += events.length;
        return events.map(eventLine);
      },
      ended: AbortSignal.any([gone, services.closing]),
    }),
  );
}

function eventLine(event: Parameters<typeof eventViewOf>[0]): string {
  const view = eventViewOf(event);
  return `id: ${view.seq}\nevent: ${view.kind}\ndata: ${JSON.stringify(view)}\n\n`;
}
