/** Something in a reply that nothing proves: the words themselves, and what is wrong with them. */
export type Unproved = {
  kind: "amount" | "date" | "duration" | "number" | "address" | "promise" | "claim";
  words: string;
  why: string;
};

/** Words of a text with their place in it. */
export type Mention = { words: string; index: number };

export function overlaps(one: Mention, other: Mention): boolean {
  return one.index < other.index + other.words.length && other.index < one.index + one.words.length;
}
