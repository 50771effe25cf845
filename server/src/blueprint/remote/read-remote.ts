import { type ErrorCode, type Json, type JsonObject, unreachable } from "@purser/contract";
import type { LookupOutcome, RemoteReply, Systems } from "@purser/kit";
import type { Expression } from "../expression.ts";
import type { Mapping } from "./overlay.ts";
import type { PinnedOperation } from "./pins.ts";
import { argumentsOf, type Scope } from "./values.ts";

/** An operation of a connection as the overlay uses it. */
export type BoundOperation = PinnedOperation & {
  connection: string;
  mapping: Mapping;
  /** What the operation declares of its answer, references followed; null where it declares nothing. */
  output: JsonObject | null;
};

/** An operation that only reads, and when its answer says that there is no such record. */
export type Reading = BoundOperation & { notFound: Expression | null; errorMeans: "failure" | "not-found" };

export type RemoteRead = { kind: "found"; answer: Json } | Exclude<LookupOutcome, { kind: "found" }>;

/** Sends one call, the way that was accepted. Without a way, or a value for each argument, nothing is sent. */
export async function callRemote(
  { connection, operation, pin, mapping }: BoundOperation,
  own: JsonObject,
  scope: Scope,
  systems: Systems,
): Promise<RemoteReply> {
  const args = argumentsOf(own, mapping, scope);
  if (args === null) return { kind: "notSent", detail: "Nobody is known, or a value for an argument is missing." };
  const client = systems[connection];
  if (client?.call === undefined) return { kind: "notSent", detail: `There is no connection ${connection}.` };
  return client.call({ operation, pin, args, ...(scope.key === undefined ? {} : { key: scope.key }) });
}

/** Reads, and tells what could not be read from what is not there. */
export async function readRemote(
  reading: Reading,
  own: JsonObject,
  scope: Scope,
  systems: Systems,
): Promise<RemoteRead> {
  const { connection, notFound, errorMeans, mapping } = reading;
  if (scope.customer === null && Object.values(mapping).includes("customer.ref"))
    return { kind: "refused", code: "PUR-2002", detail: "Nobody is known who could ask for it." };
  const reply = await callRemote(reading, own, scope, systems);
  const absent: RemoteRead = { kind: "refused", code: "PUR-2002", detail: `${connection} has no such record.` };
  if (reply.kind === "answered")
    return notFound?.truth(conditionValues(reply.body, scope)) === "true"
      ? absent
      : { kind: "found", answer: reply.body };
  if (reply.kind === "refused" || (reply.kind === "reported" && errorMeans === "not-found")) return absent;
  return { kind: "failed", code: codeOfFailure(reply.kind), detail: reply.detail };
}

/** What conditions may name. */
export function conditionValues(answer: Json, { args, key, customer }: Scope): JsonObject {
  return { answer, args, ...(key === undefined ? {} : { key }), customer: { ref: customer?.ref ?? "" } };
}

export function codeOfFailure(kind: Exclude<RemoteReply["kind"], "answered" | "refused">): ErrorCode {
  switch (kind) {
    case "changed":
      return "PUR-3021";
    case "reported":
      return "PUR-3028";
    case "broken":
      return "PUR-3006";
    case "garbled":
      return "PUR-3003";
    case "notSent":
      return "PUR-3001";
    case "noAnswer":
      return "PUR-3002";
    default:
      return unreachable(kind);
  }
}
