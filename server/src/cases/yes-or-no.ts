import type { Decision } from "@purser/contract";

const yes: ReadonlySet<string> = new Set([
  "yes",
  "y",
  "yes please",
  "yes do it",
  "ok",
  "okay",
  "go ahead",
  "please do",
  "confirm",
  "confirmed",
  "yep",
  "yeah",
  "sure",
]);
const no: ReadonlySet<string> = new Set([
  "no",
  "n",
  "no thanks",
  "no thank you",
  "stop",
  "cancel",
  "dont",
  "do not",
  "nope",
  "please dont",
]);

/**
 * Reads a plain yes or no, and nothing else: the whole message must be one of a few phrases. Everything longer or
 * unclear is null and goes to the reasoner as a new message; doubt never confirms.
 */
export function readYesOrNo(text: string): Exclude<Decision, "edit"> | null {
  const words = text
    .toLowerCase()
    .replaceAll(/['’]/g, "")
    .replaceAll(/[.,!\s]+/g, " ")
    .trim();
  if (yes.has(words)) return "yes";
  return no.has(words) ? "no" : null;
}
