import type { Json } from "@purser/contract";
import type { FaultSwitch } from "./faults.ts";
import type { CallEntry, Ledger } from "./ledger.ts";

export const systemNames = ["oms", "payments", "shipping", "mail", "calendar", "crm"] as const;
export type SystemName = (typeof systemNames)[number];

/** One request as it came in: `path` with its query, `body` undefined when there was none. */
export type IncomingRequest = {
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Json | undefined;
};

/**
 * What the transport does with the request; the system itself neither waits nor writes to a socket.
 *
 * - `answer`: send status and body, after `delayMs`.
 * - `garble`: send `text` instead of the JSON that belongs there, after `delayMs`; an effect may have happened.
 * - `hang`: never answer, and keep the connection.
 * - `drop`: cut the connection without an answer.
 * - `refuse`: do not accept the connection; the request was never sent.
 */
export type SystemResult =
  | { kind: "answer"; status: number; body: Json; delayMs: number }
  | { kind: "garble"; status: number; text: string; delayMs: number }
  | { kind: "hang" }
  | { kind: "drop" }
  | { kind: "refuse" };

/** A message that a system wants delivered to whoever listens for it; `dueAt` is epoch milliseconds. */
export type Webhook = { id: string; dueAt: number; headers: Readonly<Record<string, string>>; body: string };

/** The webhooks of a system that sends any. The transport asks; nothing is sent by the system itself. */
export type WebhookQueue = {
  /** When the next one is due, or null; the simulation moves its clock there. */
  nextDueAt(): number | null;
  /** The due ones, signed with the time of the clock, each handed out once. */
  takeDue(): readonly Webhook[];
};

/**
 * A system of record: its data, its ledger and its faults behind one pure-ish function.
 *
 * It has no timer, no chance and no clock but the one that was handed in, so it runs in a simulation as it runs
 * over HTTP. Every effect is kept before `handle` returns.
 */
export type SystemOfRecord = {
  readonly name: SystemName;
  handle(request: IncomingRequest): SystemResult;
  readonly ledger: Ledger;
  readonly faults: FaultSwitch;
  readonly webhooks: WebhookQueue;
  /** Calls `listener` when a call arrives, before anything is done about it. Returns how to stop listening. */
  onCall(listener: (call: CallEntry) => void): () => void;
};
