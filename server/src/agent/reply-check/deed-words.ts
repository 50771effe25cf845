import type { Deed, Evidence } from "./evidence.ts";
import { textsOf } from "./evidence.ts";
import { type DeedKind, deedKinds, type Family, type Language, withoutAccents } from "./language.ts";
import { languages } from "./languages.ts";

/** The kinds of deeds of which a word speaks in a language. */
export function kindsOf(word: string, { families }: Language, forms: readonly (keyof Family)[]): readonly DeedKind[] {
  return deedKinds.filter((kind) => forms.some((form) => families[kind][form].test(word)));
}

/** The kind of deed that a noun or the beginning of a verb names first. */
export function kindNamedBy(word: string, language: Language): DeedKind | undefined {
  return kindsOf(word, language, ["deed"])[0];
}

/** Tools may be named in any language, whatever language the reply is in. */
function isOf({ words }: Deed, kind: DeedKind): boolean {
  return wordsOf(words).some((word) => languages.some(({ families }) => families[kind].deed.test(word)));
}

function wordsOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) =>
    withoutAccents(text)
      .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
      .split(/[^A-Za-z]+/),
  );
}

/** A deed that gives money, where a clause speaks of money: whatever else was done, that it was is another claim. */
export function isMoneyBacked(deeds: readonly Deed[], clause: string, { money }: Language): boolean {
  return !money.test(clause) || deeds.some((deed) => isOf(deed, "refund") || isOf(deed, "credit"));
}

/** One of these deeds is of one of the kinds, and gave money where the clause speaks of it. */
export function isAnyOfKinds(
  deeds: readonly Deed[],
  kinds: readonly DeedKind[],
  clause: string,
  language: Language,
): boolean {
  return deeds.some((deed) => kinds.some((kind) => isOf(deed, kind))) && isMoneyBacked(deeds, clause, language);
}

/**
 * Of words that can be said of any deed, such as “processed”: one of what the clause names, a refund or an address, else
 * any at all.
 */
export function isAnyOf(deeds: readonly Deed[], clause: string, language: Language): boolean {
  if (!isMoneyBacked(deeds, clause, language)) return false;
  const named = deedKinds.filter((kind) => wordsOf([clause]).some((word) => language.families[kind].deed.test(word)));
  return named.length === 0 ? deeds.length > 0 : deeds.some((deed) => named.some((kind) => isOf(deed, kind)));
}

/** What was read back as done and not taken back. */
export function standingDeeds({ done }: Evidence): readonly Deed[] {
  return done.filter(({ isUndone }) => !isUndone);
}

/** What was done and what will be if nobody says no. */
export function deedsToCome(evidence: Evidence): readonly Deed[] {
  return [...standingDeeds(evidence), ...evidence.underWay];
}

export function isAmongFacts(words: string, evidence: Evidence): boolean {
  const wanted = withoutAccents(words.toLowerCase());
  return textsOf(evidence).some((text) => withoutAccents(text.toLowerCase()).includes(wanted));
}

/** A fact says that it is so, such as a status or the name of a field. */
export function isFact(past: RegExp, { facts }: Evidence): boolean {
  return facts.some(({ path, value }) =>
    wordsOf([path, typeof value === "string" ? value : ""]).some((word) => past.test(word)),
  );
}

/** A fact says in some language that a deed of this kind was done. */
export function isFactOfKind(kind: DeedKind, evidence: Evidence): boolean {
  return languages.some(({ families }) => isFact(families[kind].past, evidence));
}
