import type { JsonObject } from "@purser/contract";
import { isPromised } from "../blueprint/promised.ts";

/** What a person reads of an operation; `fault` says why its tool could not say it, and the text is then made by the host. */
export type Description = { text: string; fault: string | null };

/**
 * The words of a tool for what it would do. A tool is written by others: where it throws, or answers no text, its title and all of its
 * arguments stand in their place, so that nobody is asked for less than what would be done.
 */
export function descriptionBy(
  describe: () => unknown,
  { title, args }: { title: string; args: JsonObject },
): Description {
  const said = saidBy(describe);
  if (said.kind === "text") return { text: said.text, fault: null };
  const fields = Object.entries(args).map(([name, value]) =>
    typeof value === "string" ? `${name}: ${value}` : `${name}: ${JSON.stringify(value)}`,
  );
  return { text: fields.length === 0 ? `${title}?` : `${title} (${fields.join(", ")})?`, fault: said.why };
}

function saidBy(describe: () => unknown): { kind: "text"; text: string } | { kind: "none"; why: string } {
  try {
    const text = describe();
    if (isPromised(text)) return { kind: "none", why: "It answered a promise." };
    return typeof text === "string" && text.trim() !== ""
      ? { kind: "text", text }
      : { kind: "none", why: "It answered no text." };
  } catch (error) {
    return { kind: "none", why: error instanceof Error ? error.message : String(error) };
  }
}
