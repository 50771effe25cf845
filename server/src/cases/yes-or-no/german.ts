import { type AnswerWords, besideWords, words } from "./answer-words.ts";

export const german: AnswerWords = {
  accented: new Set(),
  yes: words(
    "ja jawohl jep jup jo jap ok okay okey klar gern gerne einverstanden genau selbstverstandlich selbstverstaendlich naturlich natuerlich sicher unbedingt absolut definitiv bestatige bestatigt bestaetige bestaetigt korrekt richtig",
  ),
  yesPhrases:
    /\b(?:machen sie (?:das|es)|mach (?:das|es)|tun sie (?:das|es)|in ordnung|aber (?:gern|gerne|ja|klar|naturlich|natuerlich|sicher)|na (?:klar|sicher|gut)|sehr gerne?|auf jeden fall|bitte so machen|so machen wir (?:das|es)|legen sie los|leg los)\b/g,
  besideYes: besideWords(
    "bitte sehr vielen dank herzlichen schoen schoenen dankeschoen bitteschoen das so ist es stimmt gut super prima perfekt toll klasse wunderbar machen mach sie tun fur fuer mich uns dann mal jetzt sofort gleich alles alle beide beides doch ich wir bin sind ware waere nett lieb im voraus",
  ),
  beforeYes: besideWords("bitte danke vielen dank super prima perfekt toll klasse wunderbar ich bin wir sind"),
  besideAsked: words(
    "das dem den der die ein eine einen er es jetzt mein meine meinen meiner mich mir nun sie und zum zur",
  ),
  deed: "last",
  unclear:
    /\b(?:das|so|ist|es|stimmt|sie|mich|uns|mal|alle|alles|beide|beides|doch|ich|wir|bin|sind|waere|nett|lieb|machen|mach|tun) ja\b|(?<!\bso )\b(?:ist|sind|waere|stimmt) (?:das|es|sie|so|alles|ich|wir)\b(?<!\bdas stimmt so)|\b(?:das|es|ist|war|waere) alles\b|\balles (?:ist )?(?:in ordnung|klar|ok|okay|okey|gut|super|prima|perfekt|toll|klasse|wunderbar|richtig|korrekt|genau|einverstanden|sicher)\b|\bin ordnung so\b|^(?:machen|tun) sie (?:das|es)(?! bitte$)|\bbesta?e?tige (?:das|es|bitte|sie|alles)\b|\bbitte besta?e?tige\b|\b(?:richtig|sicher|absolut|definitiv|genau|klar|natuerlich|naturlich|unbedingt) (?:ist|sind|waere|so |sehr|gut|super|prima|perfekt|toll|klasse|wunderbar|nett|lieb|schoen)\b|\b(?:ist|sind|waere|bin) (?:richtig|sicher|absolut|definitiv|klar|natuerlich|naturlich) (?:gut|super|prima|perfekt|toll|klasse|wunderbar|nett|lieb|schoen)\b|\bdas ist (?:sehr |so )?(?:gut|super|prima|perfekt|toll|klasse|wunderbar|nett|lieb)\b/,
  no: words("nein ne nee noe nope"),
  besideNo: besideWords(
    "bitte nicht jetzt lieber noch mehr notig noetig vielen dank sorry leider das ist falsch lassen sie lass es so wie auf keinen fall besser",
  ),
  noPhrases:
    /^(?:bitte )?(?:(?:lieber |besser |bloss |jetzt |noch |naturlich |natuerlich |auf keinen fall|absolut |sicher |(?:nein |lieber )?doch )?nicht(?: jetzt| notig| noetig| mehr)?|auf keinen fall|keinesfalls|lass(?:en sie)? es(?: bitte)?(?: sein| bleiben)?|abbrechen|stopp?)(?: bitte| danke)?$/,
  nots: words("nicht"),
  to: "zu|zur|zum|bei|fur|fuer|frage|der|die|das",
  again: "(?:bitte )?(?:noch ?mals?|noch ein ?mal|erneut|wieder)",
  still: /\b(?:mochte|moechte|will|brauche) (?:es|das|die|den|sie|ihn) (?:immer )?noch\b/,
};
