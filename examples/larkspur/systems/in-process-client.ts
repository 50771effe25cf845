import { unreachable } from "@purser/contract";
import type { SystemClient, SystemReply, SystemRequest } from "@purser/kit";
import type { SystemOfRecord, SystemResult } from "./system-of-record.ts";

const defaultTimeoutMs = 10_000;

/**
 * Talks to a system without a network, for simulations. `sleep` is the simulation's: a delay, and the whole time-out
 * of a request that is never answered, pass on its clock.
 */
export function inProcessClient(system: SystemOfRecord, sleep: (durationMs: number) => Promise<void>): SystemClient {
  return {
    async request(request) {
      const { method, path, body, headers, key, timeoutMs = defaultTimeoutMs } = request;
      const keyHeader = key === undefined ? {} : { "idempotency-key": key };
      const result = system.handle({ method, path, headers: { ...headers, ...keyHeader }, body });
      return replyTo(result, timeoutMs, sleep);
    },
  };
}

async function replyTo(
  result: SystemResult,
  timeoutMs: NonNullable<SystemRequest["timeoutMs"]>,
  sleep: (durationMs: number) => Promise<void>,
): Promise<SystemReply> {
  switch (result.kind) {
    case "answer":
    case "garble":
      if (result.delayMs > timeoutMs) return silence(timeoutMs, sleep);
      if (result.delayMs > 0) await sleep(result.delayMs);
      return result.kind === "answer"
        ? { kind: "answered", status: result.status, body: result.body }
        : { kind: "garbled", status: result.status, detail: "The answer is no JSON." };
    case "hang":
      return silence(timeoutMs, sleep);
    case "drop":
      return { kind: "noAnswer", detail: "The connection was cut." };
    case "refuse":
      return { kind: "notSent", detail: "The connection was refused." };
    default:
      return unreachable(result);
  }
}

async function silence(timeoutMs: number, sleep: (durationMs: number) => Promise<void>): Promise<SystemReply> {
  await sleep(timeoutMs);
  return { kind: "noAnswer", detail: `There was no answer within ${timeoutMs} ms.` };
}
