import type { Webhook, WebhookQueue } from "./system-of-record.ts";

const lookEveryMs = 100;
/** The waits between attempts; after the last one the webhook is given up, and who needs it must read. */
const retryAfterMs = [500, 2000, 8000] as const;
const answerWithinMs = 5000;

/** Delivers what falls due, until it is told to stop. Returns how to stop; the delivery under way is cut. */
export function sendWebhooks(queue: WebhookQueue, url: string): () => Promise<void> {
  const stopping = new AbortController();
  const underway = new Set<Promise<void>>();
  const look = setInterval(() => {
    for (const webhook of queue.takeDue()) {
      const delivery = deliver(webhook, url, stopping.signal).finally(() => underway.delete(delivery));
      underway.add(delivery);
    }
  }, lookEveryMs);
  return async () => {
    clearInterval(look);
    stopping.abort();
    await Promise.all(underway);
  };
}

async function deliver(webhook: Webhook, url: string, stopped: AbortSignal): Promise<void> {
  for (const waitMs of [0, ...retryAfterMs]) {
    await elapse(waitMs, stopped);
    if (stopped.aborted) return;
    if (await isAccepted(webhook, url, stopped)) return;
  }
}

async function isAccepted({ headers, body }: Webhook, url: string, stopped: AbortSignal): Promise<boolean> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(answerWithinMs)]);
  try {
    const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false; // Refused, cut or silent: the next attempt says the same thing again.
  }
}

function elapse(durationMs: number, stopped: AbortSignal): Promise<void> {
  if (durationMs === 0 || stopped.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs);
    stopped.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
