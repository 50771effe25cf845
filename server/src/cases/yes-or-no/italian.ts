import { type AnswerWords, besideWords, words } from "./answer-words.ts";

/** “Assolutamente” alone says either. */
export const italian: AnswerWords = {
  accented: words("sì così"),
  yes: words(
    "si sisi certo certamente ok okay okey esatto esattamente confermo confermato daccordo volentieri proceda procedi giusto corretto ovviamente",
  ),
  yesPhrases:
    /\b(?:va bene|certo che si|con piacere|(?:faccia|fai|proceda|procedi) pure|lo faccia|(?:sono|siamo) daccordo)\b/g,
  besideYes: besideWords(
    "grazie mille tante molte per favore piacere cortesia assolutamente molto prego pure me tutto tutti entrambi entrambe perfetto ottimo benissimo adesso ora subito a lei",
  ),
  beforeYes: besideWords("grazie mille tante perfetto ottimo benissimo assolutamente"),
  besideAsked: words("adesso del della di e gli i il la le lo me mi mia mio ora un una"),
  deed: "first",
  unclear:
    /\bva bene (?:tutto|cosi)\b|\b(?:tutto|tutti) (?:va|certo|ok|okay|perfetto|ottimo|benissimo|corretto|giusto|esatto)\b|\bgrazie a lei\b|\b(?:certo|certamente|assolutamente|ovviamente) (?:perfetto|ottimo|benissimo)\b/,
  no: words("no nono"),
  besideNo: besideWords(
    "grazie mille tante per favore cortesia non adesso ora la ringrazio mi dispiace scusi assolutamente lasci stare perdere meglio di che certo",
  ),
  noPhrases:
    /^(?:non (?:lo faccia|adesso|ora|ancora|voglio|serve)|per niente|niente affatto|lasci[a]? (?:stare|perdere)|no (?:grazie )?va bene cosi|annull[ai]|si fermi|ferm[ao])(?: grazie| per favore)?$/,
  nots: words("non"),
  to: "a|al|alla|allo|per|la|il|numero|domanda",
  again: "(?:di nuovo|ancora(?: una volta)?|un'?altra volta|nuovamente)",
  still: /\b(?:vorrei|voglio|desidero|mi serve|interessa) ancora\b|\bancora (?:interessat[oa]|bisogno)\b/,
};
