import type { Json } from "@purser/contract";
import type { InjectedError } from "../open-system.ts";
import { refuse, type Surroundings, type WriteOutcome, type WriteRequest } from "../route.ts";
import type { PaymentsState, StoredAnswer } from "./data.ts";

/** How long a key is remembered; after that the same key is a new request. */
export const keyLifetimeMs = 24 * 3_600_000;

/**
 * Carries out a write at most once for its key, within 24 hours.
 *
 * The same key with the same request gets the answer of the first time, whatever that was, refusals and errors
 * included; with another request it is a 422. A request without a key is a 400.
 */
export function underKey<Values, Body>(
  asked: WriteRequest<Values, Body>,
  { state, now, answerInstead }: Surroundings<PaymentsState>,
  object: string,
  perform: (key: string) => WriteOutcome,
): WriteOutcome {
  const { key } = asked.caller;
  if (key === null) return refuse(400, "key-missing", "The header Idempotency-Key is missing.");
  const fingerprint = fingerprintOf(asked);
  const stored = storedAnswer(state, key, now);
  if (stored?.fingerprint === fingerprint)
    return { kind: "noop", status: stored.status, body: stored.body, object, code: null };
  if (stored !== null) return refuse(422, "key-reused", "The key was used for another request.");
  const outcome = perform(key);
  const answer = answerInstead ?? { status: outcome.status, body: bodyOf(outcome) };
  state.answers[answerId(key)] = { fingerprint, ...answer, storedAt: now };
  return outcome;
}

/** Stores an error under the request's key, as some payment systems do, unless the key has an answer already. */
export function storeError(state: PaymentsState, { raw, answer, now }: InjectedError): void {
  const { key, customerRef } = raw.caller;
  if (key === null || storedAnswer(state, key, now) !== null) return;
  const fingerprint = fingerprintOf({ path: raw.path, customerRef, rawBody: raw.body });
  state.answers[answerId(key)] = { fingerprint, ...answer, storedAt: now };
}

function storedAnswer(state: PaymentsState, key: string, now: number): StoredAnswer | null {
  const stored = state.answers[answerId(key)];
  return stored === undefined || now - stored.storedAt >= keyLifetimeMs ? null : stored;
}

/** The prefix keeps callers' keys away from the names that every object inherits. */
function answerId(key: string): string {
  return `key:${key}`;
}

function fingerprintOf(asked: { path: string; customerRef: string | null; rawBody: Json | undefined }): string {
  return JSON.stringify([asked.path, asked.customerRef, sorted(asked.rawBody ?? null)]);
}

/** The same JSON with the fields of its objects in order, as pairs: the order of writing does not matter. */
function sorted(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map(sorted);
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, field]) => [name, sorted(field)]);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function bodyOf(outcome: WriteOutcome): Json {
  if (outcome.kind !== "refused") return outcome.body;
  return { error: { code: outcome.code, message: outcome.message } };
}
