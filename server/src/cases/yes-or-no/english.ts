import { type AnswerWords, words } from "./answer-words.ts";

/** People of other tongues answer an English question with the one word that they say all day, so the commonest of these count too. */
export const english: AnswerWords = {
  accented: new Set(),
  yes: words(
    "yes y ye yea yep yeah yup aye ok okay okey k kk sure confirm confirmed correct exactly absolutely definitely agreed accepted approved alright affirmative proceed si oui ja",
  ),
  yesPhrases:
    /\b(?:go ahead|go for it|go on then|do it|please do|of course|by all means|sure thing|sounds (?:good|fine|great)|(?:that )?works for me|i (?:accept|agree|approve|confirm)|(?:it|that) would be (?:good|great|lovely|perfect|wonderful)|(?:thats|that is) (?:right|correct|fine))\b/g,
  besideYes: words(
    "for on please pls thanks thank thx you do it that thats this is right correct fine good great perfect sounds go ahead of course now then and i would want like to so both all one anyway anyways be lovely wonderful nice excellent asap much merci gracias danke bitte",
  ),
  beforeYes: words(
    "ah oh please pls thanks thank thx you merci gracias danke bitte great perfect excellent lovely wonderful",
  ),
  besideAsked: words("a an and asap do for it me my now of so that the them then this to with you"),
  deed: "first",
  unclear:
    /\b(?:thats|that is|this is|is) (?:it|all)\b|\ball (?:is )?(?:ok|okay|good|fine|great|right|correct|perfect|lovely|wonderful|nice|excellent)\b|\b(?:is|are|would|do) (?:that|this|it|you|all|i)\b(?<!\bdo (?:it|that|this|all))|\bfor now\b|\bthank(?:s| you) anyways?\b|\bplease confirm\b|\bconfirm (?:it|that|this|all|both)\b|\bsure (?:is|would|that|this)\b|\b(?:absolutely|definitely|exactly|sure) (?:fine|good|great|perfect|lovely|wonderful|nice|excellent|right)\b/,
  no: words("no n nope nah dont nein non nee"),
  besideNo: words(
    "thanks thank thx you please pls sorry not now do it that thats this is wrong right correct at all wait keep leave as merci gracias danke",
  ),
  noPhrases: /^(?:(?:please )?do not|(?:no )?(?:stop|cancel))$/,
  nots: words("dont not never"),
  to: "to",
  again: "(?:(?:ask|try|do)(?: me| it)? )?again",
  still: /\bstill (?:want|need|like)\b/,
};
