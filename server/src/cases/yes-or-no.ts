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

/** Reads an answer to one of several questions by its number, such as “yes to 2”; null for everything else. */
export function readNumberedAnswer(text: string): { decision: Exclude<Decision, "edit">; number: number } | null {
  const [, decision, number] = /^\s*(yes|no)\s*,?\s*(?:to\s+)?(?:number\s+|\()?([1-9])[).!\s]*$/i.exec(text) ?? [];
  if (decision === undefined || number === undefined) return null;
  return { decision: decision.toLowerCase() === "yes" ? "yes" : "no", number: Number(number) };
}

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
