import type { Language } from "./language.ts";

export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?;…])\s+|\n+/).filter((sentence) => sentence.trim() !== "");
}

export function clausesOf(sentence: string, { clauseBreak }: Language): string[] {
  return sentence.split(clauseBreak);
}

export function isQuestion(sentence: string): boolean {
  return sentence.trim().endsWith("?");
}

/** The words of a text that may be the verb of the helper before it, each with the text that ends before it. */
export function verbsAfter(rest: string, { filler, reach }: Language): { word: string; before: string }[] {
  const filled = filler.exec(rest)?.[0].length ?? 0;
  const first = /^[a-z-]+/i.exec(rest.slice(filled))?.[0] ?? "";
  if (reach === 1) return [{ word: first, before: rest.slice(0, filled) }];
  return [...rest.matchAll(/[a-z-]+/gi)]
    .filter(({ index }) => index >= filled)
    .slice(0, reach)
    .map(({ 0: word, index }) => ({ word, before: rest.slice(0, index) }));
}
