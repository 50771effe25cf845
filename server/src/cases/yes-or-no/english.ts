import { type AnswerWords, words } from "./answer-words.ts";

/** People of other tongues answer an English question with the one word that they say all day, so the commonest of these count too. */
export const english: AnswerWords = {
  yes: words(
    "yes y ye yea yep yeah yup aye ok okay okey k kk sure confirm confirmed correct exactly absolutely definitely agreed proceed si oui ja",
  ),
  yesPhrases:
    /\b(?:go ahead|go for it|go on then|do it|please do|of course|sounds (?:good|fine|great)|thats? (?:is )?(?:right|fine|it))\b/g,
  besideYes: words(
    "for on please pls thanks thank thx you do it that thats this is right correct fine good great perfect sounds go ahead of course now then and i would want like to so both all one anyway anyways be lovely wonderful nice excellent merci gracias danke bitte",
  ),
  no: words("no n nope nah dont nein non nee"),
  besideNo: words(
    "thanks thank thx you please pls sorry not now do it that thats this is wrong right correct at all wait keep leave as merci gracias danke",
  ),
  noPhrases: /^(?:(?:please )?do not|(?:no )?(?:stop|cancel))$/,
  to: "to",
  again: "(?:(?:ask|try|do)(?: me| it)? )?again",
  still: /\bstill (?:want|need|like)\b/,
};
