/** Brings a word to the known one that was probably meant; gives it back as it is when none is near enough. */
export type Spelling = (word: string) => string;

/** Takes every word as it is written. */
export const asWritten: Spelling = (word) => word;

/** Of shorter words a slip often makes another one: a boost is no boots. */
const shortestKnown = 6;

/**
 * Mends one slip of the fingers: a letter left out, doubled or put in, or two that changed places. Another
 * letter mostly makes another word: what is leaking is not leaving. The first letter is believed. Who is waitin is waiting. Of several known words the more frequent one is meant.
 */
export function spellingOf(counts: ReadonlyMap<string, number>): Spelling {
  const byLack = new Map<string, string[]>();
  let longest = 0;
  for (const known of counts.keys()) {
    if (known.length < shortestKnown) continue;
    longest = Math.max(longest, known.length);
    for (const lack of [known, ...lacksOf(known)]) byLack.set(lack, [...(byLack.get(lack) ?? []), known]);
  }
  return (word) => {
    if (counts.has(word)) return word;
    if (word.endsWith("in") && counts.has(`${word}g`)) return `${word}g`;
    if (word.length < shortestKnown - 1 || word.length > longest + 1) return word;
    const near = [word, ...lacksOf(word)].flatMap((lack) => byLack.get(lack) ?? []);
    const meant = near.filter((known) => isSlip(word, known));
    const [best] = meant.toSorted((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0));
    return best ?? word;
  };
}

/** The word without each of its letters but the first. */
function lacksOf(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, index) => word.slice(0, index + 1) + word.slice(index + 2));
}

function isSlip(word: string, known: string): boolean {
  if (word.length !== known.length) return Math.abs(word.length - known.length) === 1 && !isOtherForm(word, known);
  const places = Array.from({ length: word.length }, (_, index) => index);
  const wrong = places.filter((index) => word[index] !== known[index]);
  const [first = 0, second = 0] = wrong;
  return wrong.length === 2 && second === first + 1 && word[first] === known[second] && word[second] === known[first];
}

/** "Orders" is no slip for "order": stems take care of endings. */
function isOtherForm(word: string, known: string): boolean {
  return word.startsWith(known) || known.startsWith(word);
}
