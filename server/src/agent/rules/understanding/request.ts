import type { Recognition } from "./classifier/recognizer.ts";

/** What a text most likely asks for, and how sure that is: that it is ours, and that it is this. */
export type Request = { procedure: string; confidence: number };

export function requestOf({ procedures, inScope }: Recognition): Request {
  const [first] = procedures;
  return { procedure: first?.name ?? "", confidence: (first?.chance ?? 0) * inScope };
}
