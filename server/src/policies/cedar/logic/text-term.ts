/** What the translation has no form for; whoever meets it claims nothing of the policy. */
export class NotCovered extends Error {
  override readonly name = "NotCovered";
}

/** Characters beyond this have no form in the strings of SMT-LIB. */
const lastCharacter = 0x2_ff_ff;
const firstPrintable = 0x20;
const lastPrintable = 0x7e;

/** A literal of sort String. */
export function textTerm(value: string): string {
  const characters = Array.from(value, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > lastCharacter) throw new NotCovered(`the character ${character}`);
    if (character === '"') return '""';
    const isPlain = code >= firstPrintable && code <= lastPrintable && character !== "\\";
    return isPlain ? character : `\\u{${code.toString(16)}}`;
  });
  return `"${characters.join("")}"`;
}
