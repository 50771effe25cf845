import { type RemoteCall, requestOfCall } from "@purser/kit";
import type { EgressRequest } from "../egress.ts";

/** The HTTP request of a call below an address; null where `requestOfCall` has none. */
export function requestOf(base: string, call: RemoteCall): EgressRequest | null {
  const request = requestOfCall(call);
  if (request === null) return null;
  const { method, path, query, headers, body } = request;
  const url = new URL(`${base.replace(/\/+$/, "")}${path}`);
  url.search = query.toString();
  const accepting = { accept: "application/json", ...headers };
  if (body === null) return { url, method, headers: accepting };
  return { url, method, headers: { ...accepting, "content-type": "application/json" }, body: JSON.stringify(body) };
}
