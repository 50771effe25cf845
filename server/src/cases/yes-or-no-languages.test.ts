import { expect, test } from "vitest";
import { readYesOrNo } from "./yes-or-no.ts";
import { dutch } from "./yes-or-no/dutch.ts";
import { english } from "./yes-or-no/english.ts";
import { french } from "./yes-or-no/french.ts";
import { german } from "./yes-or-no/german.ts";
import { italian } from "./yes-or-no/italian.ts";
import { portuguese } from "./yes-or-no/portuguese.ts";
import { spanish } from "./yes-or-no/spanish.ts";

/** Short answers as people write them, with and without accents. */
const yes: Readonly<Record<string, readonly string[]>> = {
  German: [
    "ja gerne",
    "sehr gerne",
    "ja, bitte",
    "Ja, danke, das ist richtig",
    "Ja, gerne",
    "ja bitte",
    "Gerne!",
    "Ja, danke schön",
    "ja, das stimmt so",
    "Jawohl",
    "Klar, machen Sie das",
    "Aber gern",
    "Na klar!",
    "ja natürlich",
    "Ja natuerlich, vielen Dank",
    "einverstanden",
    "In Ordnung",
    "ja, genau",
    "Ja, bitte beides",
    "Auf jeden Fall",
  ],
  French: [
    "merci, oui",
    "Oui merci",
    "oui, s'il vous plaît",
    "Oui, je veux bien.",
    "D'accord",
    "d’accord, merci beaucoup",
    "Bien sûr !",
    "volontiers",
    "Allez-y",
    "oui parfait",
    "Avec plaisir",
    "oui c'est bon pour moi",
    "Tout à fait",
    "ok svp",
  ],
  Spanish: [
    "gracias, sí",
    "Sí, por favor",
    "si por favor",
    "¡Sí!",
    "Vale",
    "vale, gracias",
    "Claro que sí",
    "de acuerdo",
    "Por supuesto",
    "sí, adelante",
    "Sí, muchas gracias",
    "Hágalo, por favor",
    "perfecto, sí",
    "está bien",
  ],
  Italian: [
    "va bene, grazie",
    "Sì, grazie",
    "si grazie",
    "Va bene",
    "certo!",
    "Sì, per favore",
    "d'accordo",
    "Sì, va bene, grazie mille",
    "volentieri",
    "Certo che sì",
    "proceda pure",
    "esatto",
    "assolutamente sì",
  ],
  Dutch: [
    "oké, graag",
    "Ja graag",
    "ja, graag!",
    "Graag",
    "ja hoor",
    "Ja, dat is goed",
    "is goed",
    "Doe maar",
    "Akkoord",
    "ja alstublieft",
    "ja dank u wel",
    "Ja natuurlijk",
    "prima",
    "zeker",
  ],
  Portuguese: [
    "Está bem, obrigada",
    "Sim",
    "sim, por favor",
    "Sim, quero",
    "Quero sim",
    "Quero!",
    "Claro",
    "sim obrigada",
    "Pode fazer",
    "está bem",
    "Com certeza",
    "pode ser",
    "isso mesmo",
    "certo, obrigado",
  ],
};
const no: Readonly<Record<string, readonly string[]>> = {
  German: [
    "Nein danke",
    "nein",
    "Nee, lieber nicht",
    "nö",
    "Lieber nicht",
    "Nein, jetzt nicht",
    "auf keinen Fall",
    "Bitte nicht",
    "nein, nicht mehr nötig",
    "Natürlich nicht",
    "Lassen Sie es bitte",
    "Nein, doch nicht",
  ],
  French: [
    "Non merci",
    "non",
    "Non, pas maintenant",
    "Surtout pas",
    "pas du tout",
    "mais non",
    "Laissez tomber",
    "non, c'est bon merci",
  ],
  Spanish: [
    "No, gracias",
    "no",
    "Ahora no",
    "mejor no",
    "Claro que no",
    "No hace falta",
    "para nada",
    "no lo haga",
    "No, déjelo así",
  ],
  Italian: [
    "No grazie",
    "no",
    "Meglio di no",
    "assolutamente no",
    "no, va bene così",
    "lasci stare",
    "non adesso",
    "Certo che no",
  ],
  Dutch: [
    "Nee",
    "nee bedankt",
    "Nee hoor",
    "liever niet",
    "nee, toch niet",
    "Laat maar",
    "niet nodig",
    "Nee, dank u wel",
  ],
  Portuguese: [
    "Não",
    "nao obrigado",
    "Não, obrigada",
    "agora não",
    "Não quero",
    "de jeito nenhum",
    "claro que não",
    "melhor não",
  ],
};
const each = (all: typeof yes): [string, string][] =>
  Object.entries(all).flatMap(([language, texts]) => texts.map((text): [string, string] => [language, text]));

test.each(each(yes))("in %s %j is a yes", (_language, text) => {
  expect(readYesOrNo(text)).toBe("yes");
});

test.each(each(no))("in %s %j is a no", (_language, text) => {
  expect(readYesOrNo(text)).toBe("no");
});

test("no word that says no in a language is, or may stand beside, a yes in another", () => {
  const all = [english, german, french, spanish, italian, dutch, portuguese];
  const noes = new Set(all.flatMap((language) => [...language.no]));
  for (const { yes: says, besideYes } of all)
    expect([...says, ...besideYes].filter((word) => noes.has(word))).toEqual([]);
});
