import type { CaseId } from "@purser/contract";
import type { StoredEvent } from "../../cases/case-store.ts";
import type { ApiServices } from "../api-services.ts";
import { eventViewOf } from "../case-view.ts";
import type { Follower } from "./open-streams.ts";
import { streamLines } from "./server-sent-events.ts";

const pageSize = 200;

/**
 * A case's log as server-sent events from an event on, and what comes in later as it comes; `linesFor` says what is told of
 * each. When it ends the client comes again with `Last-Event-ID` and misses nothing.
 *
 * Between them comes what is being done just now, as `progress`: without an id, so that it is never told again, and not
 * once the reply is there. In the same way comes who else is writing there just now, as `typing`; nobody is told of themselves,
 * and a `reader` of null of nobody. `first` are lines that come before all others.
 */
export function streamEvents(
  {
    caseId,
    afterSeq,
    reader,
    first = [],
  }: { caseId: CaseId; afterSeq: number; reader: string | null; first?: readonly string[] },
  services: ApiServices,
  follower: Follower,
  linesFor: (event: StoredEvent) => readonly string[] = eventLines,
): Response {
  const { store, tenant } = services.desk;
  const typing = new Set<string>();
  const earlier = [...first];
  let seq = afterSeq;
  let doing: string | null = null;
  return streamLines(
    {
      subscribe: (ring) => {
        const stops = [
          store.subscribe((changed) => {
            if (changed === caseId) ring();
          }),
          store.watchProgress((busyWith, words) => {
            if (busyWith !== caseId) return;
            doing = words;
            ring();
          }),
          store.watchTyping((writesIn, teammateId) => {
            if (writesIn !== caseId || reader === null || teammateId === reader) return;
            typing.add(teammateId);
            ring();
          }),
        ];
        return () => {
          for (const stop of stops) stop();
        };
      },
      readNew: async () => {
        const progress = doing;
        doing = null;
        const writers = [...typing];
        typing.clear();
        const events = await store.readEvents(tenant, caseId, seq, pageSize);
        seq += events.length;
        const isAnswered = events.some(({ event }) => event?.kind === "message.sent");
        return [
          ...earlier.splice(0),
          ...events.flatMap(linesFor),
          ...(progress === null || isAnswered ? [] : [progressLine(progress)]),
          ...writers.map(typingLine),
        ];
      },
    },
    follower,
    services,
  );
}

function typingLine(teammateId: string): string {
  return `event: typing\ndata: ${JSON.stringify({ teammateId })}\n\n`;
}

function progressLine(doing: string): string {
  return `event: progress\ndata: ${JSON.stringify({ doing })}\n\n`;
}

function eventLines(event: StoredEvent): readonly string[] {
  const view = eventViewOf(event);
  return [`id: ${view.seq}\nevent: ${view.kind}\ndata: ${JSON.stringify(view)}\n\n`];
}

/** A client that comes again says what it saw last; what it wrote into the address at first is older. */
export function resumesAfter(lastEventId: string | null, after: number): number {
  return lastEventId !== null && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : after;
}
