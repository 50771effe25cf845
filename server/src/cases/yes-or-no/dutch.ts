import { type AnswerWords, besideWords, words } from "./answer-words.ts";

export const dutch: AnswerWords = {
  accented: words("oké één"),
  yes: words(
    "ja jazeker jep yep ok okay oke graag akkoord natuurlijk zeker prima klopt juist correct uiteraard absoluut bevestig bevestigd",
  ),
  yesPhrases:
    /\b(?:doe(?:t u)? maar|doe (?:dat|het)|ga je gang|gaat uw gang|(?:dat |het )?is (?:goed|akkoord|prima)|vind ik (?:goed|prima)|ga (?:u )?(?:verder|door)|in orde|dat mag)\b/g,
  besideYes: besideWords(
    "bedankt dank u je wel alstublieft alsjeblieft aub hoor goed dat is het allemaal allebei beide fijn mooi top super perfect heel erg ik wil nu meteen voor mij",
  ),
  beforeYes: besideWords("oke perfect super prima fijn"),
  besideAsked: words("dat de die dit een en het mij mijn nu van"),
  deed: "last",
  unclear:
    /\bklopt (?:dat|het|dit)\b|\b(?:dat|het|dit) (?:is|was) (?:het|allemaal)\b|\b(?:is|bent) (?:dat|het|dit|u|je)\b|\bbevestig (?:dat|het|aub|alstublieft|alsjeblieft)\b|\b(?:absoluut|zeker|natuurlijk) (?:is|fijn|mooi|top|super|perfect|heel|goed)\b|\b(?:allemaal|heel) (?:goed|fijn|mooi|top|prima|ok|okay|akkoord)\b/,
  no: words("nee neen nope"),
  besideNo: besideWords(
    "bedankt dank u je wel hoor niet liever toch nu nog nodig hoeft laat maar alstublieft alsjeblieft sorry helaas dat is",
  ),
  noPhrases:
    /^(?:(?:liever|zeker|absoluut|nog|nu|doe maar|doe (?:dat|het)|hoeft|natuurlijk|toch|dat hoeft|beter) niet|niet (?:nodig|nu|doen)|laat maar(?: zitten)?|stop|annuleer|annuleren)(?: hoor| bedankt| dank u(?: wel)?| alstublieft)?$/,
  nots: words("niet"),
  to: "op|bij|voor|de|het|nummer|vraag|tegen",
  again: "(?:graag )?(?:opnieuw|nog (?:eens|een keer)|weer)",
  still: /\b(?:wil|zou) (?:het|dat|ze) (?:nog|nog steeds|nog altijd)\b/,
};
