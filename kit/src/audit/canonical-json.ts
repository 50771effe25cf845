import type { Json } from "@purser/contract";
import canonicalize from "canonicalize";

/** The value as RFC 8785 writes it: the same bytes for the same value on every machine. */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("A value that is not JSON has no canonical form.");
  return text;
}
