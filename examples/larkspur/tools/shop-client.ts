import { type ErrorCode, type JsonObject, unreachable } from "@purser/contract";
import type { ActionOutcome, SystemReply, SystemRequest, ToolContext } from "@purser/kit";
import { z } from "zod";

/** The shop's systems, as connections.yaml names them. */
export type ShopSystem = "oms" | "payments" | "shipping" | "mail" | "calendar" | "crm";

/** What was read of a record, or why it was not. */
export type Reading<Value> =
  | { kind: "found"; value: Value }
  | { kind: "refused"; code: ErrorCode; detail: string }
  | { kind: "failed"; code: ErrorCode; detail: string };

/** Sends one request; the host adds the customer, the case and the attempt. */
function send({ systems }: ToolContext, system: ShopSystem, request: SystemRequest): Promise<SystemReply> {
  const client = systems[system];
  if (client === undefined) throw new Error(`connections.yaml names no system ${system}.`);
  return client.request(request);
}

/**
 * Reads one record. The schema names only the fields that we use; an answer without them counts as garbled. A reading
 * that fails is tried once more, since it changes nothing.
 */
export async function readRecord<Value>(
  context: ToolContext,
  system: ShopSystem,
  path: string,
  schema: z.core.$ZodType<Value>,
): Promise<Reading<Value>> {
  const reading = await readOnce(context, system, path, schema);
  return reading.kind === "failed" && reading.code !== "PUR-3002" ? readOnce(context, system, path, schema) : reading;
}

async function readOnce<Value>(
  context: ToolContext,
  system: ShopSystem,
  path: string,
  schema: z.core.$ZodType<Value>,
): Promise<Reading<Value>> {
  const reply = await send(context, system, { method: "GET", path });
  switch (reply.kind) {
    case "answered":
      return readingOf(reply, schema);
    case "garbled":
      return { kind: "failed", code: "PUR-3003", detail: reply.detail };
    case "notSent":
      return { kind: "failed", code: "PUR-3001", detail: reply.detail };
    case "noAnswer":
      return { kind: "failed", code: "PUR-3002", detail: reply.detail };
    default:
      return unreachable(reply);
  }
}

function readingOf<Value>({ status, body }: Answered, schema: z.core.$ZodType<Value>): Reading<Value> {
  const detail = errorText(body);
  if (status === 404) return { kind: "refused", code: "PUR-2002", detail };
  if (status === 429) return { kind: "failed", code: "PUR-3007", detail };
  if (status >= 500) return { kind: "failed", code: "PUR-3006", detail };
  if (status >= 400) return { kind: "refused", code: "PUR-3004", detail };
  const parsed = z.safeParse(schema, body);
  if (parsed.success) return { kind: "found", value: parsed.data };
  return { kind: "failed", code: "PUR-3003", detail: `The answer lacks what we need. ${detail}` };
}

/**
 * Changes something. Only an answer that says so is a success, and only one that proves it a refusal or a failure: a
 * server error, an answer that nobody can read and silence are unknown, since the change may have been made.
 */
export async function change<Body, Result extends JsonObject>(
  context: ToolContext,
  system: ShopSystem,
  request: SystemRequest,
  schema: z.core.$ZodType<Body>,
  resultOf: (body: Body) => Result,
): Promise<ActionOutcome<Result>> {
  const reply = await send(context, system, request);
  switch (reply.kind) {
    case "answered":
      return outcomeOf(reply, schema, resultOf);
    case "garbled":
      return { kind: "unknown", code: "PUR-3003", detail: reply.detail };
    case "notSent":
      return { kind: "failed", code: "PUR-3001", retry: "safe", detail: reply.detail };
    case "noAnswer":
      return { kind: "unknown", code: "PUR-3002", detail: reply.detail };
    default:
      return unreachable(reply);
  }
}

type Answered = Extract<SystemReply, { kind: "answered" }>;

function outcomeOf<Body, Result extends JsonObject>(
  { status, body }: Answered,
  schema: z.core.$ZodType<Body>,
  resultOf: (body: Body) => Result,
): ActionOutcome<Result> {
  const detail = errorText(body);
  if (status === 412) return { kind: "refused", code: "PUR-3005", detail };
  if (status === 429) return { kind: "failed", code: "PUR-3007", retry: "safe", detail };
  if (status >= 400 && status < 500) return { kind: "refused", code: "PUR-3004", detail };
  if (status >= 300) return { kind: "unknown", code: "PUR-3006", detail };
  const parsed = z.safeParse(schema, body);
  if (parsed.success) return { kind: "done", result: resultOf(parsed.data) };
  return { kind: "unknown", code: "PUR-3003", detail: `The answer does not say what was done. ${detail}` };
}

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** What the system says went wrong, for operators; empty when it says nothing of the kind. */
function errorText(body: unknown): string {
  const parsed = errorSchema.safeParse(body);
  return parsed.success ? `${parsed.data.error.code}: ${parsed.data.error.message}` : "";
}
