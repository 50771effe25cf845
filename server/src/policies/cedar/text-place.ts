/** A place in a text file as a person counts it: both start at 1, columns are characters. */
export type TextPlace = { line: number; column: number };

/** The place of the character with this index. */
export function placeAt(text: string, index: number): TextPlace {
  const lines = text.slice(0, index).split("\n");
  return { line: lines.length, column: Array.from(lines.at(-1) ?? "").length + 1 };
}

/** The index of the character that starts at this byte of the UTF-8 text: Cedar counts in bytes. */
export function indexOfByte(text: string, byteOffset: number): number {
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, byteOffset)).length;
}

/** The text with every string literal and comment replaced by blanks of the same length. */
export function withoutStringsAndComments(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[\s\S])*"|\/\/[^\n]*/g, (match) => match.replace(/[^\n]/g, " "));
}
