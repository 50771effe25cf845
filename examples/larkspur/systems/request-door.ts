import { z } from "zod";
import { refuse, type Caller, type Refusal } from "./route.ts";
import type { IncomingRequest } from "./system-of-record.ts";

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const headersSchema = z.object({
  "purser-customer": z.string().min(1).max(40).nullable().default(null),
  "purser-case": z.string().min(1).max(80).nullable().default(null),
  "purser-attempt": wholeNumber.nullable().default(null),
  "purser-reverses": z.string().min(1).max(200).nullable().default(null),
  "idempotency-key": z.string().min(1).max(200).nullable().default(null),
  "if-version": wholeNumber.nullable().default(null),
});

export type DoorRequest = {
  kind: "request";
  method: string;
  /** Without the query. */
  path: string;
  query: Readonly<Record<string, string>>;
  caller: Caller;
};

/** Path, query and headers of a request as values; header names in any case. */
export function readRequest(request: IncomingRequest): DoorRequest | Refusal {
  const base = "http://system.invalid";
  if (!URL.canParse(request.path, base)) return refuse(400, "malformed", "The path is not a path.");
  const url = new URL(request.path, base);
  const lowered = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
  const headers = headersSchema.safeParse(Object.fromEntries(lowered));
  if (!headers.success) return refuse(400, "malformed", z.prettifyError(headers.error));
  const query = Object.fromEntries(url.searchParams);
  return {
    kind: "request",
    method: request.method.toUpperCase(),
    path: url.pathname,
    query,
    caller: {
      customerRef: headers.data["purser-customer"],
      caseId: headers.data["purser-case"],
      attempt: headers.data["purser-attempt"],
      key: headers.data["idempotency-key"],
      reverses: headers.data["purser-reverses"],
      ifVersion: headers.data["if-version"],
    },
  };
}
