import type { CaseEvent } from "@purser/contract";

/** So many different words of a case are found; those that were said first. */
export const mostWords = 2000;
const longestWord = 64;

const wordPattern = /[\p{L}\p{N}]+(?:[-_.@+/'’][\p{L}\p{N}]+)*/gu;
const joints = /[-_.@+/'’]/;

/**
 * The words of a text without case and accents, each once. What is joined, such as `L-43987` or an address, is a word as a
 * whole, and so are its parts.
 */
export function wordsOf(text: string): readonly string[] {
  const wholes = wholeWordsOf(text);
  return [...new Set(wholes.flatMap((word) => (joints.test(word) ? [word, ...word.split(joints)] : [word])))].filter(
    isIndexed,
  );
}

/** The words that a search is for: what is joined as a whole only. */
export function searchedWords(text: string): readonly string[] {
  return wholeWordsOf(text).filter(isIndexed);
}

function wholeWordsOf(text: string): readonly string[] {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return [...new Set(plain.match(wordPattern) ?? [])];
}

/** One letter says nothing; one digit may. */
function isIndexed(word: string): boolean {
  return word.length <= longestWord && (word.length > 1 || /\p{N}/u.test(word));
}

/**
 * What people can look for in an event: what was said and noted, and what actions were to be done with. The customer is no
 * word: she is found by her reference.
 */
export function textsOf({ kind, body }: CaseEvent): readonly string[] {
  if (kind === "case.opened") return [body.subject, body.goal].filter((text) => text !== null);
  if (kind === "message.received" || kind === "message.sent")
    return [body.text, ...(body.attachments ?? []).map(({ name }) => name)];
  if (kind === "note.added") return [body.text];
  return kind === "proposal.made" ? stringsIn(body.proposal.step) : [];
}

const deepest = 8;

function stringsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth === deepest) return [];
  return Object.values(value).flatMap((each: unknown) => stringsIn(each, depth + 1));
}
