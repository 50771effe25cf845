import { type Json, jsonObjectSchema, PurserError, wellFormedJson } from "@purser/contract";
import type { LeftOutOperation, RemoteOffer, RemoteOperation } from "@purser/kit";
import { z } from "zod";

/** Names that cannot be taken for one another: no letters of other alphabets, nothing invisible. */
const toolNameSchema = z.string().regex(/^[A-Za-z0-9_./-]{1,128}$/);

const toolSchema = z.object({
  name: toolNameSchema,
  title: z.string().max(200).optional(),
  description: z.string().max(16_384).default(""),
  inputSchema: jsonObjectSchema,
  outputSchema: jsonObjectSchema.optional(),
});

const mostTools = 500;
const largestListBytes = 1_048_576;

/**
 * What a server lists, as far as it has the form of a tool; one that has not is left out, and told as such, so
 * that it cannot be accepted or called. Its hints about what a tool does are not read. Throws PUR-3025 for a list that is too long, and for two tools
 * of one name.
 */
export function readTools(listed: unknown): RemoteOffer {
  const { tools } = z.object({ tools: z.array(z.unknown()) }).parse(listed);
  if (tools.length > mostTools) throw new PurserError("PUR-3025", `It lists more than ${mostTools} tools.`);
  if (JSON.stringify(tools).length > largestListBytes)
    throw new PurserError("PUR-3025", `What it lists is larger than ${largestListBytes} bytes.`);
  const leftOut: LeftOutOperation[] = [];
  const operations = tools.flatMap((tool): RemoteOperation[] => {
    const parsed = toolSchema.safeParse(wellFormedOrNull(tool));
    if (!parsed.success) {
      leftOut.push({ name: shownName(tool), why: "It does not have the form of a tool with a plain name." });
      return [];
    }
    const { name, title = "", description, inputSchema, outputSchema = null } = parsed.data;
    return [{ name, title, description, input: inputSchema, output: outputSchema, http: null }];
  });
  const twice = operations.find(({ name }, index) => operations.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) throw new PurserError("PUR-3025", `It lists two tools named ${twice.name}.`);
  return { operations, leftOut };
}

/** Of a tool that has no form its name as far as it can be printed: it may be made to be taken for another. */
function shownName(tool: unknown): string {
  const named = z.object({ name: z.string() }).safeParse(tool);
  return named.success ? JSON.stringify(named.data.name.replaceAll(/[^ -~]/g, "?").slice(0, 128)) : "(without a name)";
}

const resultSchema = z.object({
  structuredContent: jsonObjectSchema.optional(),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })).default([]),
});

/**
 * The answer as JSON: what is structured; else one text that is JSON, and any other text as `{ text }`. Null for what
 * cannot be kept, such as values nested too deep.
 */
export function bodyOfResult(result: unknown): Json | null {
  const parsed = resultSchema.safeParse(wellFormedOrNull(result));
  if (!parsed.success) return null;
  const { structuredContent, content } = parsed.data;
  if (structuredContent !== undefined) return structuredContent;
  const texts = content.flatMap(({ type, text }) => (type === "text" && text !== undefined ? [text] : []));
  const [only] = texts;
  return (texts.length === 1 && only !== undefined ? jsonIn(only) : null) ?? { text: texts.join("\n") };
}

function jsonIn(text: string): Json | null {
  try {
    const parsed = jsonObjectSchema.safeParse(wellFormedJson(JSON.parse(text)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function wellFormedOrNull(value: unknown): unknown {
  try {
    return wellFormedJson(value);
  } catch {
    return null;
  }
}
