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

const nameWord = String.raw`\p{Lu}[\p{L}\p{M}'’.-]*`;
const fullName = `${nameWord}(?: (?:(?:de|del|la|van|von|der|den|di|da|al|bin|zu) )*${nameWord}){1,3}`;
const introductions = [
  "my (?:full )?name(?: is|'s|:)?",
  "name(?: is|:)",
  "(?:it )?(?:is|should be) (?:registered|filed) (?:under|as)",
  "(?:registered|filed) (?:under|as)",
  "under the name(?: of)?",
  "i(?: a|')m",
  "this is",
  "it(?: i|')s",
  "mein name ist",
  "ich (?:bin|heiße)",
  "ich heisse",
  "je (?:suis|m'appelle)",
  "mon nom est",
  "me llamo",
  "mi nombre es",
  "soy",
  "mi chiamo",
  "il mio nome è",
  "sono",
  "ik (?:ben|heet)",
  "mijn naam is",
  "(?:eu )?(?:me chamo|chamo-me)",
  "(?:o )?meu nome é",
  "sou",
].join("|");
const introduced = new RegExp(`(?:^|[^\\p{L}])(?:${caseless(introductions)}),? (${fullName})(?![\\p{L}])`, "u");
const mereName = new RegExp(`^(${fullName})[.!]?$`, "u");

/** The full name by which she introduces herself, or of which a text consists; null when there is none. */
export function nameIn(text: string): string | null {
  const found = mereName.exec(text.trim())?.[1] ?? introduced.exec(text)?.[1];
  return found?.replace(/[.'’-]+$/u, "") ?? null;
}

/** Whether a text says little beside the name in it. */
export function isMereName(text: string): boolean {
  const name = nameIn(text);
  return name !== null && text.replace(name, "").trim().length <= mostBeside;
}

/** Names are told by their capitals, what stands before them is not. */
function caseless(pattern: string): string {
  return pattern.replaceAll(/(?<!\\)[a-zß]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** The six digits that a message consists of, such as `123 456` or `the code is 123456`; null for anything else. */
export function codeIn(text: string): string | null {
  const [found, ...others] = text.match(sixDigits) ?? [];
  if (found === undefined || others.length > 0) return null;
  const beside = text.replace(found, "").trim();
  return beside.length > mostBeside || /\d/.test(beside) ? null : digitsOf(found);
}

const mereDigits = /^\W*\d(?:[ -]?\d){5}\W*$/;
/** Not a discount's code, and no postal one. */
const calledCode =
  /(?:^|\b(?:my|the|your|this|login|verification|security|one-time|der|mein|le|mon|el|mi|il|mio|de|mijn|o|meu) )(?:code|c[oó]digo|codice|passcode|otp)\b\D{0,20}\d(?:[ -]?\d){5}(?!\d)/i;

/** Whether a text calls six digits a code, or says nothing else; what answers a question may be any other number. */
export function isLikeCode(text: string, isAnswer: boolean): boolean {
  return calledCode.test(text) || (!isAnswer && mereDigits.test(text));
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
