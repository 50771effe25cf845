import type { Json } from "@purser/contract";

const longestValue = 6_000;

/** A value as JSON that can close no quotation: whatever is in it stays data. */
export function quotedJson(value: Json): string {
  const text = JSON.stringify(value)
    .replaceAll("<", String.raw`\u003c`)
    .replaceAll(">", String.raw`\u003e`);
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}… (cut short)`;
}

/** Lines of data with where they come from. */
export function quotation(source: string, lines: readonly string[]): string {
  return `<data source=${quotedJson(source)}>\n${lines.join("\n")}\n</data>`;
}
