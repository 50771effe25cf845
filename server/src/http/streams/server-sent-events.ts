import type { ApiServices } from "../api-services.ts";
import type { Follower } from "./open-streams.ts";

/** A comment keeps proxies from cutting the line, and finds out that a client is gone. */
const heartbeatMs = 15_000;
/** Notifications may get lost, so what is followed is looked at anyway. */
const lookMs = 2000;

/** What a reader is given to take the last lines in, once its stream is over. */
const lastLinesMs = 5_000;

/**
 * An answer of server-sent events, made of lines as they come, in a place among those that are open; ends when the client goes
 * away, the server stops, the place is closed, or the follower may not go on.
 *
 * @throws PurserError PUR-1013 all places are taken.
 */
export function streamLines(
  watch: Watch,
  follower: Follower,
  { streams, closing }: Pick<ApiServices, "streams" | "closing">,
): Response {
  const { ended: left, leave } = streams.take(follower);
  const ended = AbortSignal.any([left, closing]);
  const bytes = encoded(linesOf(watch, follower, ended, leave));
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      // Whoever reads nothing any more would hold the line for ever.
      const cut = (): void => {
        setTimeout(() => controller.error(new Error("Nobody reads the stream.")), lastLinesMs).unref();
      };
      ended.addEventListener("abort", cut, { once: true });
    },
    pull: async (controller) => {
      const { value, done } = await bytes.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await bytes.return(undefined);
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

export type Watch = {
  /** Calls back when something may have changed; returns what ends that. */
  subscribe: (ring: () => void) => () => void;
  /** What is new since it was asked last, as events; asked again at once when there was something. */
  readNew: () => Promise<readonly string[]>;
};

/** What is there and what comes later as it comes, until the end is given. */
async function* linesOf(
  { subscribe, readNew }: Watch,
  { mayGoOn }: Follower,
  ended: AbortSignal,
  leave: () => void,
): AsyncGenerator<string, void> {
  const bell = new Bell();
  const ring = (): void => bell.ring();
  const unsubscribe = subscribe(ring);
  ended.addEventListener("abort", ring);
  try {
    let silentMs = 0;
    yield "retry: 1000\n\n";
    while (!ended.aborted) {
      const lines = await readNew();
      if (!(await mayGoOn(lines.length > 0))) return;
      yield* lines;
      silentMs = lines.length === 0 ? silentMs + lookMs : 0;
      if (silentMs >= heartbeatMs) {
        silentMs = 0;
        yield ": still here\n\n";
      }
      if (lines.length === 0) await bell.wait(lookMs);
    }
  } finally {
    leave();
    unsubscribe();
    ended.removeEventListener("abort", ring);
  }
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
