/** So much may stand beside an address or a code for the message to say nothing else. */
const mostBeside = 40;
const address = /[^\s@<>()",;:]{1,64}@[^\s@<>()",;:]{1,190}\.[a-z]{2,24}/i;
const sixDigits = /(?<!\d)\d(?:[ -]?\d){5}(?!\d)/g;

/** The first e-mail address in a text, in small letters; null when there is none. */
export function addressIn(text: string): string | null {
  return address.exec(text)?.[0].toLowerCase() ?? null;
}

/** Whether a text says little beside the address in it. */
export function isMereAddress(text: string): boolean {
  return text.replace(address, "").trim().length <= mostBeside;
}

/** The six digits that a message consists of, such as `123 456` or `the code is 123456`; null for anything else. */
export function codeIn(text: string): string | null {
  const [found, ...others] = text.match(sixDigits) ?? [];
  if (found === undefined || others.length > 0) return null;
  const beside = text.replace(found, "").trim();
  return beside.length > mostBeside || /\d/.test(beside) ? null : digitsOf(found);
}

/** Whether a text has these six digits anywhere. */
export function hasCode(text: string, isCode: (digits: string) => boolean): boolean {
  return (text.match(sixDigits) ?? []).some((found) => isCode(digitsOf(found)));
}

/** The text without any six digits in a row. */
export function withoutCodes(text: string): string {
  return text.replace(sixDigits, "••••••");
}

function digitsOf(found: string): string {
  return found.replaceAll(/\D/g, "");
}
