// The way of the page to the API: with the key of this tab, and with a stream that comes back after a break.

export const keyPlace = "purser-key";
const firstRetryMs = 500;
const longestRetryMs = 8000;

export class Problem extends Error {
  constructor(status, { detail = "", happened = "", todo = "", title = "" } = {}) {
    super(
      [happened || title || `The server answered ${status}.`, detail, todo].filter((part) => part !== "").join(" "),
    );
    this.status = status;
  }
}

/** Throws a Problem for what the server refuses; the window hears of a key that is refused. */
async function ask(path, { body, headers = {}, signal } = {}) {
  const response = await fetch(path, {
    headers: { authorization: `Bearer ${sessionStorage.getItem(keyPlace) ?? ""}`, ...headers },
    signal,
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  if (response.ok) return response;
  const problem = new Problem(response.status, await response.json().catch(() => ({})));
  if (response.status === 401) dispatchEvent(new Event("key-refused"));
  throw problem;
}

export const read = async (path) => (await ask(path)).json();
export const post = async (path, body) => (await ask(path, { body })).json();

/**
 * Follows server-sent events until the signal is given: after a break it goes on from the last event that it has seen.
 * Throws a Problem when there is nothing to follow.
 */
export async function follow(path, signal, onEvent, onState) {
  let lastId = null;
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    try {
      const resume = lastId === null ? {} : { "last-event-id": lastId };
      const response = await ask(path, { signal, headers: { accept: "text/event-stream", ...resume } });
      onState("live", "Live");
      retryMs = firstRetryMs;
      for await (const { id, data } of eventsIn(response.body.getReader())) {
        lastId = id ?? lastId;
        onEvent(JSON.parse(data));
      }
    } catch (error) {
      if (signal.aborted || error.status === 401) return;
      if (error.status === 404) throw error;
    }
    if (signal.aborted) return;
    onState("broken", "The connection is lost. Trying again …");
    await new Promise((resolve) => setTimeout(resolve, retryMs));
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  }
}

async function* eventsIn(reader) {
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split("\n")
          .map((line) => /^(\w*): ?(.*)$/.exec(line)?.slice(1) ?? ["", ""]),
      );
      text = text.slice(end + 2);
      if (fields.data !== undefined) yield fields;
    }
  }
}
