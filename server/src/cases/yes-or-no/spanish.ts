import { type AnswerWords, besideWords, words } from "./answer-words.ts";

export const spanish: AnswerWords = {
  accented: words("sí está hágalo así más todavía aún déjelo déjalo muchísimas número"),
  yes: words(
    "si sip claro vale ok okay okey adelante correcto exacto exactamente conforme confirmo confirmado dale seguro efectivamente",
  ),
  yesPhrases:
    /\b(?:por supuesto|de acuerdo|desde luego|hagalo|hazlo|esta bien|me parece (?:bien|perfecto)|claro que si|con (?:mucho )?gusto|sin problema|siga adelante|asi es|eso es|proceda)\b/g,
  besideYes: besideWords(
    "por favor muchas muchisimas mil bien muy perfecto genial estupendo bueno lo quiero me gustaria eso es ahora todo ambos ambas los las dos usted estoy",
  ),
  beforeYes: besideWords("gracias muchas muchisimas mil perfecto genial estupendo estoy"),
  besideAsked: words("ahora de del el eso esto la las le lo los me mi mis un una y"),
  deed: "first",
  unclear:
    /\bes todo\b|\btodo (?:esta |es |muy )?(?:bien|correcto|perfecto|claro|ok|okay|vale|genial|estupendo|conforme|exacto|bueno|esta)\b|\besta bien (?:todo|asi|eso|ahora)\b|\bpor ahora\b|\b(?:eso es|es) (?:muy |bien|bueno|perfecto|genial|estupendo)/,
  no: words("no nop"),
  besideNo: besideWords(
    "muchas por favor ahora todavia aun mejor que claro supuesto dejelo dejalo asi como esta eso mal lo siento nada quiero hace falta",
  ),
  noPhrases:
    /^(?:para nada|de ninguna manera|ni hablar|en absoluto|nunca|dejelo|dejalo|no lo (?:haga|hagas)|cancel(?:a|ar|e)|par[ae])(?: gracias| por favor)?$/,
  nots: new Set(),
  to: "a|al|para|la|el|lo|numero|pregunta",
  again: "(?:otra vez|de nuevo|nuevamente)",
  still: /\b(?:todavia|aun|sigo) (?:lo |la |los |las )?(?:quiero|deseo|necesito|queriendo|interesad[oa])\b/,
};
