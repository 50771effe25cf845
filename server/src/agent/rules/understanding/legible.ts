/** Nobody writes more blanks or letters in a row than this, but for pictures made of letters and to keep us busy. */
const longestBlank = 8;
const longestWord = 100;
/** Of a longer message the rules read the beginning and the end. */
const mostFromStart = 6_000;
const mostFromEnd = 2_000;

const longBlank = new RegExp(String.raw`\s{${longestBlank + 1},}`, "gu");
const startOfLongWord = new RegExp(String.raw`\S{${longestWord}}(?=\S)`, "gu");

/**
 * A text in which no blank and no word goes on for long: what looks for patterns in it takes a time that grows with its
 * length, and not with the square of it. Ordinary text stays as it is.
 */
export function legible(text: string): string {
  return text.replaceAll(longBlank, (blank) => (blank.includes("\n") ? "\n" : " ")).replaceAll(startOfLongWord, "$& ");
}

/** The same, and no more of it than can be read while others wait. */
export function legiblePart(text: string): string {
  const whole = legible(text);
  if (whole.length <= mostFromStart + mostFromEnd) return whole;
  return `${whole.slice(0, mostFromStart)}\n${whole.slice(-mostFromEnd)}`;
}
