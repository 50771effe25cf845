import { type AnswerWords, besideWords, words } from "./answer-words.ts";

export const german: AnswerWords = {
  yes: words(
    "ja jawohl jep jup jo jap ok okay okey klar gern gerne einverstanden genau selbstverstandlich selbstverstaendlich naturlich natuerlich sicher unbedingt absolut definitiv bestatige bestatigt bestaetige bestaetigt korrekt richtig",
  ),
  yesPhrases:
    /\b(?:machen sie (?:das|es)|mach (?:das|es)|tun sie (?:das|es)|in ordnung|aber (?:gern|gerne|ja|klar|naturlich|natuerlich|sicher)|na (?:klar|sicher|gut)|auf jeden fall|bitte so machen|so machen wir (?:das|es)|legen sie los|leg los)\b/g,
  besideYes: besideWords(
    "bitte sehr vielen dank herzlichen schoen schoenen dankeschoen bitteschoen das so ist es stimmt gut super prima perfekt toll klasse wunderbar machen mach sie tun fur fuer mich uns dann mal jetzt sofort gleich alles alle beide beides doch ich wir bin sind ware waere nett lieb im voraus",
  ),
  no: words("nein ne nee noe nope"),
  besideNo: besideWords(
    "bitte nicht jetzt lieber noch mehr notig noetig vielen dank sorry leider das ist falsch lassen sie lass es so wie auf keinen fall besser",
  ),
  noPhrases:
    /^(?:bitte )?(?:(?:lieber |besser |bloss |jetzt |noch |naturlich |natuerlich |auf keinen fall|absolut |sicher |(?:nein |lieber )?doch )?nicht(?: jetzt| notig| noetig| mehr)?|auf keinen fall|keinesfalls|lass(?:en sie)? es(?: bitte)?(?: sein| bleiben)?|abbrechen|stopp?)(?: bitte| danke)?$/,
  to: "zu|zur|zum|bei|fur|fuer|frage|der|die|das",
  again: "(?:bitte )?(?:noch ?mals?|noch ein ?mal|erneut|wieder)",
  still: /\b(?:mochte|moechte|will|brauche) (?:es|das|die|den|sie|ihn) (?:immer )?noch\b/,
};
