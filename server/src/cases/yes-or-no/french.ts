import { type AnswerWords, besideWords, words } from "./answer-words.ts";

export const french: AnswerWords = {
  accented: words("évidemment sûr très génial plaît ça là à désolé désolée idée arrêtez arrête numéro problème"),
  yes: words(
    "oui ouais ouep ok okay okey daccord entendu volontiers absolument exactement parfaitement certainement evidemment exact correct",
  ),
  yesPhrases:
    /\b(?:bien sur|bien entendu|allez-? ?y|vas-? ?y|avec (?:grand )?plaisir|ca marche|ca me (?:va|convient)|faites-? ?le|je (?:le )?veux bien|je (?:le )?confirme|(?:cest|je suis) daccord|cest (?:ca|exact|correct)|tout a fait|(?:sans|pas de) probleme)\b/g,
  besideYes: besideWords(
    "svp stp sil vous te plait bien beaucoup tres parfait super genial tout les deux je veux voudrais souhaite faire le la cela ca cest bon bonne idee pour moi maintenant mille fois monsieur madame",
  ),
  beforeYes: besideWords("parfait super bien tres bon"),
  besideAsked: words("ca cela de des du et la le les ma maintenant me mes moi mon un une"),
  deed: "first",
  unclear:
    /\bcest tout\b|\bcest bon(?! pour moi\b)|\btout (?:est|va|bon|bonne|bien|parfait|super|ok|okay|correct|exact|cela|ca)\b|\bca marche (?!merci\b|pour moi\b|svp\b|stp\b)\b|\b(?:absolument|parfaitement|certainement|exactement|evidemment) (?:bien|tres|parfait|super|genial|bon|bonne)\b|\bcest (?:bien|tres|parfait|super|genial|absolument|parfaitement|certainement|evidemment|daccord ca)\b/,
  no: words("non nan"),
  besideNo: besideWords(
    "pas du tout ca ira cest bon maintenant je ne veux souhaite le la cela svp sil vous plait desole desolee beaucoup laissez tomber finalement mais surtout bien sur que vraiment",
  ),
  noPhrases:
    /^(?:(?:surtout|absolument|certainement|vraiment) pas|pas (?:du tout|question|maintenant|encore|la peine)|je ne (?:le )?(?:veux|souhaite) pas|ne (?:le )?faites pas(?: ca| cela)?|jamais|laissez tomber|annulez?|arretez?|stop)(?: merci)?$/,
  nots: words("pas"),
  to: "a|au|aux|pour|le|la|numero|question",
  again: "(?:encore(?: une fois)?|a nouveau|de nouveau)",
  still: /\b(?:veux|voudrais|souhaite) (?:toujours|encore)\b/,
};
