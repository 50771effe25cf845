/** A comment keeps proxies from cutting the line, and finds out that a client is gone. */
const heartbeatMs = 15_000;
/** Notifications may get lost, so what is followed is looked at anyway. */
const lookMs = 2000;

/** An answer of server-sent events, made of lines as they come; ends them when the client goes away. */
export function streamLines(lines: AsyncGenerator<string, void>): Response {
  const bytes = encoded(lines);
  const stream = new ReadableStream<Uint8Array>({
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
  ended: AbortSignal;
};

/** What is there and what comes later as it comes, until the end is given. */
export async function* linesOf({ subscribe, readNew, ended }: Watch): AsyncGenerator<string, void> {
  const bell = new Bell();
  const ring = (): void => bell.ring();
  const unsubscribe = subscribe(ring);
  ended.addEventListener("abort", ring);
  try {
    let silentMs = 0;
    yield "retry: 1000\n\n";
    while (!ended.aborted) {
      const lines = await readNew();
      yield* lines;
      silentMs = lines.length === 0 ? silentMs + lookMs : 0;
      if (silentMs >= heartbeatMs) {
        silentMs = 0;
        yield ": still here\n\n";
      }
      if (lines.length === 0) await bell.wait(lookMs);
    }
  } finally {
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
