/** What the server answered instead, by its code; `code` null where it was not reached, or could not answer. */
export class Refusal extends Error {
  readonly code: string | null;
  readonly retryAfterMs: number | null;

  constructor(code: string | null, retryAfterMs: number | null = null) {
    super(code ?? "The server does not answer.");
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

const patienceMs = 20_000;
const secondMs = 1000;
const firstServerError = 500;

/**
 * Asks the visitor's routes. The server and the panel are of one build, so an answer is believed to be what its route describes.
 * Throws `Refusal`.
 */
export async function ask<Answer>(
  path: string,
  session: string | null,
  body?: object,
  method: "GET" | "POST" = "POST",
): Promise<Answer> {
  const response = await reach(path, {
    method,
    headers: {
      ...(session === null ? {} : { authorization: `Bearer ${session}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(patienceMs),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (isAnswer<Answer>(answer, response.ok)) return answer;
  throw new Refusal(null);
}

/** A stream of what comes in, or a `Refusal`. */
export async function openStream(
  after: number,
  session: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const { body } = await reach("entries", {
    headers: { authorization: `Bearer ${session}`, accept: "text/event-stream", "last-event-id": String(after) },
    signal,
  });
  if (body === null) throw new Refusal(null);
  return body;
}

/** An answer that is no problem. No cookie is sent, and none is taken. */
async function reach(path: string, request: RequestInit): Promise<Response> {
  const response = await fetch(`/v1/visitor/${path}`, { ...request, credentials: "omit", cache: "no-store" }).catch(
    () => null,
  );
  if (response === null) throw new Refusal(null);
  if (response.ok) return response;
  const problem: unknown = await response.json().catch(() => null);
  const waitS = Number(response.headers.get("retry-after") ?? Number.NaN);
  throw refusalIn(response.status, problem, Number.isNaN(waitS) ? null : waitS * secondMs);
}

/** What a problem says; of a server's own failure, and of no answer, there is no code: it may be tried again. */
export function refusalIn(status: number, problem: unknown, retryAfterMs: number | null): Refusal {
  return new Refusal(status < firstServerError ? codeIn(problem) : null, retryAfterMs);
}

function isAnswer<Answer>(answer: unknown, isGood: boolean): answer is Answer {
  return isGood && typeof answer === "object" && answer !== null;
}

function codeIn(problem: unknown): string | null {
  const hasCode = typeof problem === "object" && problem !== null && "code" in problem;
  return hasCode && typeof problem.code === "string" ? problem.code : null;
}
