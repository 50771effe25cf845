import type { Json } from "@purser/contract";
import type { RemoteCall } from "@purser/kit";
import type { EgressRequest } from "../egress.ts";

/**
 * The HTTP request of a call. Null when an argument would change where the request goes: an empty part of a path, or one
 * that leads upward.
 */
export function requestOf(base: string, { operation, args, key }: RemoteCall): EgressRequest | null {
  const { http } = operation;
  if (http === null) return null;
  const left = new Map(Object.entries(args));
  const query = new URLSearchParams();
  const headers: Record<string, string> = { accept: "application/json" };
  let { path } = http;
  for (const { name, in: place } of http.parameters) {
    const value = left.get(name);
    left.delete(name);
    if (place === "path") {
      const part = textOf(value);
      if (part === null || part === "" || part === "." || part === "..") return null;
      path = path.replaceAll(`{${name}}`, encodeURIComponent(part));
    } else if (value !== undefined && value !== null) {
      for (const each of isList(value) ? value : [value]) {
        if (place === "query") query.append(name, textOf(each) ?? JSON.stringify(each));
        else headers[name.toLowerCase()] = textOf(each) ?? JSON.stringify(each);
      }
    }
  }
  if (path.includes("{")) return null;
  const url = new URL(`${base.replace(/\/+$/, "")}${path}`);
  url.search = query.toString();
  if (key !== undefined && headers["idempotency-key"] === undefined) headers["idempotency-key"] = key;
  if (!http.hasBody) return { url, method: http.method, headers };
  headers["content-type"] = "application/json";
  return { url, method: http.method, headers, body: JSON.stringify(Object.fromEntries(left)) };
}

/** Null for what has no text of its own, such as an object. */
function textOf(value: Json | undefined): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
