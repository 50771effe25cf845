/** The words of a text, lower-case, without marks, each cut to its stem by a few plain rules of English. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f'’]/g, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && !emptyWords.has(word))
    .map(stemOf);
}

const emptyWords: ReadonlySet<string> = new Set(
  "a an the is are was were be been am i im ive me my we our you your it its this that these those to of for in on at by with and or so but if as from have has had do did does can could would will please just hi hello hey thanks thank there here very really what which where when how who why like about some any".split(
    " ",
  ),
);

function stemOf(word: string): string {
  if (word.length <= 3) return word;
  return word.replace(/(ies|ied)$/, "y").replace(/(ing|ed|es|s|ly)$/, "");
}
