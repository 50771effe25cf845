import { type AnswerWords, besideWords, words } from "./answer-words.ts";

export const portuguese: AnswerWords = {
  accented: words("não está tá ótimo ótima avançar dúvida faça número agradeço lá é à às"),
  yes: words(
    "sim claro ok okay okey certo exato exatamente exacto exactamente correto correcto confirmo confirmado concordo quero aceito",
  ),
  yesPhrases:
    /\b(?:pode (?:fazer|ser|avancar|prosseguir|sim)|com certeza|esta bem|ta bom|de acordo|faca isso|faca-o|claro que sim|com (?:todo o )?(?:prazer|gosto)|sem duvida|isso mesmo)\b/g,
  besideYes: besideWords(
    "por favor obrigado obrigada brigado brigada obg muito isso mesmo tudo bem esta bom ta otimo otima perfeito perfeita agora gostaria agradeco pode fazer as os duas dois",
  ),
  beforeYes: besideWords("muito obrigado obrigada brigado brigada obg otimo otima perfeito perfeita"),
  besideAsked: words("a agora as da de do e isso me meu minha o os um uma"),
  deed: "first",
  unclear:
    /\b(?:e|esta|ta|foi) tudo\b|\btudo (?:bem|bom|certo|claro|ok|okay|otimo|perfeito|correto|correcto|isso|e isso)\b|\bpode (?:confirmar\b|(?:fazer|avancar|prosseguir|ser) (?!sim\b|por favor\b|obrigad[oa]\b|obg\b))|\b(?:esta bem|ta bom|de acordo) (?:tudo|isso|agora|muito(?! obrigad))\b|\bpor agora\b/,
  no: words("nao"),
  besideNo: besideWords(
    "obrigado obrigada obg por favor agora quero muito ainda melhor que claro deixe deixa estar com certeza e preciso",
  ),
  noPhrases:
    /^(?:de (?:jeito|modo|forma) nenhum[a]?|nem pensar|nunca|deix[ae] (?:estar|pra la|para la)|cancel(?:a|ar|e)|par[ae])(?: obrigad[oa]| por favor)?$/,
  nots: new Set(),
  to: "a|ao|para|pra|o|numero|pergunta",
  again: "(?:de novo|outra vez|mais uma vez|novamente)",
  still: /\bainda (?:o |a |os |as )?(?:quero|queria|preciso|desejo|gostaria|me interessa)\b/,
};
