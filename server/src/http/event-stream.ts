import type { CaseId } from "@purser/contract";
import type { ApiServices } from "./api-services.ts";
import { eventViewOf } from "./case-view.ts";

const pageSize = 200;
/** A comment keeps proxies from cutting the line, and finds out that a client is gone. */
const heartbeatMs = 15_000;
/** Notifications may get lost, so the log is looked at anyway. */
const lookMs = 2000;

/**
 * A case's log as server-sent events from an event on, and what comes in later as it comes. Ends when the client goes
 * away or the server stops; the client then comes again with `Last-Event-ID` and misses nothing.
 */
export function streamEvents(caseId: CaseId, afterSeq: number, services: ApiServices, gone: AbortSignal): Response {
  const ended = AbortSignal.any([gone, services.closing]);
  const lines = encoded(eventLines(caseId, afterSeq, services, ended));
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await lines.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await lines.return(undefined);
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
}

async function* encoded(lines: AsyncGenerator<string, void>): AsyncGenerator<Uint8Array, void> {
  const encoder = new TextEncoder();
  for await (const line of lines) yield encoder.encode(line);
}

async function* eventLines(
  caseId: CaseId,
  afterSeq: number,
  { desk }: ApiServices,
  ended: AbortSignal,
): AsyncGenerator<string, void> {
  const { store, tenant } = desk;
  const bell = new Bell();
  const unsubscribe = store.subscribe((changed) => {
    if (changed === caseId) bell.ring();
  });
  const onEnd = (): void => bell.ring();
  ended.addEventListener("abort", onEnd);
  try {
    let seq = afterSeq;
    let silentMs = 0;
    yield "retry: 1000\n\n";
    while (!ended.aborted) {
      const events = await store.readEvents(tenant, caseId, seq, pageSize);
      for (const event of events) yield eventLine(event);
      seq += events.length;
      silentMs = events.length === 0 ? silentMs + lookMs : 0;
      if (silentMs >= heartbeatMs) {
        silentMs = 0;
        yield ": still here\n\n";
      }
      if (events.length === 0) await bell.wait(lookMs);
    }
  } finally {
    unsubscribe();
    ended.removeEventListener("abort", onEnd);
  }
}

function eventLine(event: Parameters<typeof eventViewOf>[0]): string {
  const view = eventViewOf(event);
  return `id: ${view.seq}\nevent: ${view.kind}\ndata: ${JSON.stringify(view)}\n\n`;
}

/** Ends a wait; a ring while nobody waits ends the next one at once. */
class Bell {
  #hasRung = false;
  #wake: () => void = () => undefined;

  ring(): void {
    this.#hasRung = true;
    this.#wake();
  }

  async wait(atMostMs: number): Promise<void> {
    if (!this.#hasRung) {
      await new Promise<void>((resolve) => {
        const timeout = setTimeout(resolve, atMostMs);
        this.#wake = () => {
          clearTimeout(timeout);
          resolve();
        };
      });
    }
    this.#hasRung = false;
  }
}
