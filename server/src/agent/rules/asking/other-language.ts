import type { ProposedStep } from "@purser/contract";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { inHandProcedures } from "../planning/in-hand.ts";
import { bringsChange } from "./about-open.ts";
import { offerPath } from "./offer.ts";
import type { Understood } from "../understanding/understand.ts";

type Language = { words: ReadonlySet<string>; question: string };

/** The commonest words of a language that English has not, and an offer of a person in it: "ja", "sí" and "oui" are understood. */
function language(words: string, question: string): Language {
  return { words: new Set(words.split(" ")), question };
}

const languages: readonly Language[] = [
  language(
    "ich ist sind nicht und mein meine meinen mir mich sie der die das ein eine bitte möchte wo wann wie zu für habe haben hallo wir können kann brauche geld bestellung guten",
    "Ich verstehe leider nur Englisch. Soll Ihnen hier eine Kollegin oder ein Kollege antworten? Bitte antworten Sie mit ja oder nein.",
  ),
  language(
    "yo el la los las un una mi mis es son está quiero por favor para que qué dónde cuándo cómo con hola tengo puedo pueden necesito dinero pedido mucho usted buenos buenas hablo inglés",
    "Lo siento, solo entiendo inglés. ¿Quiere que le responda aquí una persona de nuestro equipo? Responda sí o no, por favor.",
  ),
  language(
    "je le les un une mon ma mes est sont ne pas voudrais veux pour que où quand comment avec bonjour j'ai vous pouvez besoin argent commande merci c'est suis s'il plaît",
    "Je suis désolé, je ne comprends que l'anglais. Voulez-vous qu'une personne de notre équipe vous réponde ici ? Répondez oui ou non, s'il vous plaît.",
  ),
  language(
    "io il lo gli un una mio mia miei è sono non vorrei voglio per che dove quando come con ciao ho posso potete bisogno soldi ordine rimborso grazie buongiorno",
    "Mi dispiace, capisco solo l'inglese. Vuole che le risponda qui una persona del nostro team? Risponda sì o no, per favore.",
  ),
  language(
    "eu o os um uma meu minha meus é são não quero gostaria por favor para que onde quando como com olá tenho posso podem preciso dinheiro pedido obrigado obrigada",
    "Lamento, só percebo inglês. Quer que uma pessoa da nossa equipa lhe responda aqui? Responda sim ou não, por favor.",
  ),
  language(
    "ik het een mijn is zijn niet wil graag voor dat waar wanneer hoe met hallo heb kan kunnen nodig geld bestelling dank alstublieft",
    "Het spijt me, ik begrijp alleen Engels. Zal een collega u hier antwoorden? Antwoord met ja of nee.",
  ),
];
const english = new Set(
  "i the a an my me is are not no want refund and you it to for of in on with have has can please want need order where when how what this that be was do does your we".split(
    " ",
  ),
);
const fewest = 2;
const otherScript = /^(?=.*[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}])[^\p{Script=Latin}]+$/su;
const inEnglish =
  "I'm sorry, I understand English only. Shall a colleague of mine answer you here? Please answer yes or no.";

/** What asks her, in the language that a text is in, whether a person shall answer; null for English and for what cannot be told. */
export function questionInItsLanguage(text: string): string | null {
  if (otherScript.test(text)) return inEnglish;
  const words = [...new Set(text.toLowerCase().match(/\p{L}+(?:'\p{L}+)*/gu))];
  const countIn = (known: ReadonlySet<string>): number => words.filter((word) => known.has(word)).length;
  const [best] = languages
    .map(({ words: known, question }) => ({ count: countIn(known), question }))
    .toSorted((one, other) => other.count - one.count);
  if (best === undefined || best.count < fewest || best.count <= countIn(english)) return null;
  return best.question;
}

/**
 * In a deployment in English, whoever writes in a language that is not understood is asked in it whether a person shall answer; nothing is done by what
 * her words look like in English. Null for English, and for an answer that brings what she was asked for.
 */
export function askInItsLanguage(
  messages: readonly ViewMessage[],
  meant: Understood | null,
  view: CaseView,
): { step: ProposedStep; reason: string } | null {
  const [person] = view.blueprint.understanding.personProcedures;
  const question = questionInItsLanguage(messages.at(-1)?.text ?? "");
  const isEnglish = /^en\b/i.test(view.blueprint.settings.locale);
  if (question === null || meant === null || person === undefined || !isEnglish) return null;
  const isAsked = view.state.finished.some(({ step }) => step.kind === "ask" && step.question === question);
  if (isAsked || bringsChange(meant, inHandProcedures(view), view)) return null;
  return {
    step: { kind: "ask", path: offerPath([person]), question },
    reason: "She writes in a language that is not understood.",
  };
}
