import * as chrono from "chrono-node";
import { counts, type Family, family, type Language } from "../language.ts";

/** Verbs in -are by their stems, and what else belongs to them. */
function are(stems: string, past = "-", base = "-", deed = "-"): Family {
  return family(
    `(?:${stems})at[oaie]|${past}`,
    `(?:${stems})(?:h?er(?:o|a|emo|anno)|ar(?:e|l[aeoi]|ti|si|vi|glielo)|o|h?iamo|ando|at[oaie])|${base}`,
    `${stems}|${deed}`,
  );
}

export const italian: Language = {
  common:
    "io a il lo la gli le un una uno di del dello della al alla e o che con per su sul sulla nel nella sono ho ha abbiamo hanno stato stata suo sua suoi sue tuo tua tu mi mio mia ci nostro nostra non se gia quando come dove quale ma piu tutto ciao grazie puo posso possiamo vuole desidera c'e questo qui ancora mia purtroppo l",
  families: {
    refund: are("rimbors", "restituit[oaie]|res[oi]", "restituir\\w*|restituisco|restituiamo", "restitu"),
    credit: are("accredit", "-", "-", "credit|buono"),
    cancel: are("annull|cancell", "disdett[oaie]|revocat[oaie]", "disdir\\w*|disdico|disdiciamo", "disd"),
    exchange: are("cambi|scambi", "sostituit[oaie]", "sostituir\\w*|sostituiamo", "sostitu"),
    send: are(
      "invi|mand|rinvi|recapit",
      "spedit[oaie]|trasmess[oaie]",
      "spedir\\w*|spedisco|spediamo|inviamo|inviero",
      "sped|trasm|posta",
    ),
    ship: are("invi", "spedit[oaie]|partit[oaie]", "spedir\\w*|spediamo", "sped"),
    change: are(
      "cambi|modific|aggiorn|spost|adegu|rettific",
      "corrett[oaie]",
      "corregger\\w*|correggo|correggiamo",
      "corre",
    ),
    create: are("cre|gener", "emess[oaie]|apert[oaie]", "emettere|emetteremo", "emet|emiss|nuov"),
    book: are("prenot|riserv|program|fiss", "-", "-", "appuntam"),
    pause: are("-", "sospes[oaie]|in pausa", "sospender\\w*|sospendo|sospendiamo", "paus|sosp"),
    resume: are("riattiv|attiv|riavvi", "ripres[oaie]|ripristinat[oaie]", "riprender\\w*", "ripr"),
    stop: are(
      "ferm|termin|interromp",
      "interrott[oaie]|disdett[oaie]",
      "interromper\\w*",
      "interr|disd|annull|cancell",
    ),
    close: are("elimin|cancell", "chius[oaie]|rimoss[oaie]", "chiuder\\w*|rimuover\\w*", "chiu|rimu"),
    reset: are("reimpost|ripristin|azzer", "-"),
    apply: are("applic", "aggiunt[oaie]|concess[oaie]", "aggiunger\\w*|conceder\\w*", "aggiu|conce"),
    extend: are("prolung|prorog|rinnov", "estes[oaie]", "estender\\w*", "esten"),
    waive: are("condon|esoner", "-"),
    charge: are("addebit|fattur", "-"),
    undo: are("storn|revoc", "-"),
  },
  money: /\b(?:rimbors\w*|denaro|soldi|importo|somma|accredit\w*)\b/i,
  negation: /\b(?:non|mai|niente|nulla|nessun\w*|senza|ne|neanche)\b/i,
  condition:
    /\b(?:se|quando|una volta|(?<!\b(?:e|ho|ha|abbiamo|hanno|sono) )appena|dopo|prima|finche|fino|qualora|nel caso|per|affinche|purche)\b/i,
  offer: /\b(?:puo|possono|posso|possiamo|potrebbe\w*|potrei|vuole|vorrebbe|possibile|sia|desidera|oppure)\b/i,
  wished:
    /\bse (?:lei |tu )?(?:lo )?(?:vuole|vuoi|desidera|desideri|preferisce|preferisci|conferma|confermi)\b|\b(?:vuole|vuoi|desidera|desideri|preferisce) che\b/i,
  // Without its accent “è” is written as “e”.
  clauseBreak:
    /,\s+|:\s+|\s+(?:e(?!\s+(?:(?:[a-z]+\s+)?stat[oaie]|partit[oaie]|gia|ora|adesso|anche|tutto|in|possibile)\b)|ed|ma)\s+/i,
  filler:
    /^(?:(?:gia|stat[oaie]|anche|appena|interamente|completamente|ora|adesso|correttamente|subito|con successo|le|la|lo|li|ti|tutto)\s+)*/i,
  reach: 2,
  claims: {
    helper:
      /\b(?:l'ho|ho|abbiamo|ha|hanno)\s+|\b(?:e|sono|viene|risulta)\s+(?=(?:[a-z]+\s+){0,3}[a-z]+[ats][oaie]\b)/gi,
    ours: /\b(?:l'ho|ho|abbiamo)\b/i,
    being: /(?!)/,
    copula: /\b(?:e|sono)\s+$/i,
    anyVerb:
      /^(?:(?:effettu|elabor|complet|confirm|conferm|approv|autorizz|registr|avvi|finalizz|sistem|inform|notific|contatt|pass|inoltr|moment|process|verific?h|sblocc|convalid|liquid|salv)at[oaie]|fatt[oaie]|mess[oaie]|provveduto|proceduto|eseguit[oaie]|gestit[oaie]|richiest[oaie]|risolt[oaie]|trasferit[oaie]|conclus[oaie]|iscritt[oaie])$/i,
    open: /^([a-z]+(?:ato|uto|ito))(?![a-z-])/i,
    harmless:
      /^(?:trovato|guardato|controllato|verificato|letto|capito|compreso|ricevuto|cercato|consultato|provato|tentato|notato|individuato|potuto|avuto|voluto|saputo|confrontato|pensato|sentito|esaminato|constatato|dimenticato|rilevato|identificato|visto|dovuto)$/i,
    bare: /^\W*(?:gia\s+)?([a-z]+[ats][oaie])\b\W*$/i,
    anyDeed:
      /\b(?:(?:e )?tutto (?:sistemato|fatto|risolto|a posto|pronto))\b|\be (?:\w+ )?(?:in viaggio|in arrivo|per strada|sistemato|risolto)\b|^\W*(?:(?:buone notizie|perfetto)\W+)?fatto\b/i,
    isNow: /\b(?:suo|sua|tuo|tua)\b[^.!?,]{0,40}?\b(?:e ora|e adesso|ora e|adesso e) (?<state>[^.!?,]+)/i,
    handedOver:
      /\b(?:ho|abbiamo|e stato|sto|passo|verra)\b[^.!?]{0,30}\b(?:pass\w*|inoltr\w*|trasferi\w*|trasmess\w*|affidat\w*|escal\w*|girat\w*)\b[^.!?]{0,40}\b(?:collegh?[aie]|team|operat\w+|persona|responsabile|specialista|supervisore|reparto|ufficio)\b/i,
    toldPerson: /^(?:passat[oa]|inoltrat[oa]|trasferit[oa]|informat[oa]|contattat[oa])$/i,
    moneyIsBack:
      /\b(?:denaro|soldi|importo|somma)\s+(?:e|sono)\s+(?:\w+\s+)?(?:tornat\w+|restituit\w+|di nuovo|sul suo conto)\b/i,
    nounThen:
      /\b(?<noun>rimborso|annullamento|cambio|reso|prenotazione|richiesta|modifica|accredito|pagamento|disdetta|sostituzione)\W+(?:(?:e|gia|stat[oa])\s+)*(?<outcome>effettuat[oa]|confermat[oa]|elaborat[oa]|fatt[oa]|approvat[oa]|completat[oa]|registrat[oa]|eseguit[oa]|avviat[oa]|emess[oa])\b/i,
  },
  promises: {
    future:
      /\b(?:verra|verranno|sara|saranno|sarai)\s+(?!stat)|(?=\b(?!(?:quando|lo|la) )[a-z]{3,}(?:ero|ero'|iro|era|eremo|iremo|eranno|ira|rra|rro|rremo)\b)|(?=\b(?:arriva|arrivano|parte) (?:domani|oggi|presto)\b)/gi,
    comes: /^(?:ricever\w+|arriver\w*|otterr\w+|avra\w*)\b/i,
    comesBack:
      /^(?:(?:ri)?contatter\w*|(?:ri)?chiamer\w*|richiamer\w*|inform[eh]\w*|aggiorner\w*|scriver\w*|risponder\w*|terr\w+|indagher\w*|verificher\w*|sentir\w*|faro sapere)\b/i,
    anyPromise:
      /^(?:elabor|risolv|sistem|provved|occup|assicur|conferm|approv|trasfer|inoltr|process|gestir|paghe|veloc|proced)\w*\b/i,
    coming: /\b(?:riceve|ricevi) (?:il|la|un|suo|i)\b|\b(?:arriva|parte) (?:domani|oggi|presto|a breve)\b/i,
    presents: [
      /\b(?:le|la|lo|li|ti|vi|gliel[oa])\s+([a-z]+(?:o|iamo))\b/gi,
      /\b(?:sto|stiamo)\s+([a-z]+(?:ando|endo))\b/gi,
      /^\W*(?!cambio|rimborso)([a-z]+(?:o|iamo))\s+(?:subito|ora|il|la|l'|i)/gi,
    ],
  },
  terms: {
    vow: /\b(?:\w*garanti\w*|garanzia|prometto|promettiamo|le assicuro|assicuriamo|senza dubbio|100 ?%)/i,
    gratis:
      /\b(?:gratis|gratuit\w*|senza (?:alcun )?(?:costo|costi|spese)(?: aggiuntiv\w*)?|offert[oa] da noi|in omaggio)\b/i,
    present:
      /\b(?:buon[oi] (?:sconto|acquisto|regalo)|coupons?|sconto|sconti|risarciment\w*|indennizz\w*|bonus|rimborso (?:completo|totale|integrale)|meta prezzo)\b/i,
    spared: /\b(?:nessun (?:costo|addebito)|nessuna spesa|non (?:le )?verra addebitat\w*|nulla da pagare)\b/i,
    entitled: /\b(?:ha diritto|hai diritto|(?:puo|puoi) (?:tener\w*|conservar\w*))\b/i,
  },
  times: {
    days: (text, reference) => chrono.it.casual.parse(text, reference, { forwardDate: true }),
    noDay: /^(?:ora|adesso|oggi|mar|sab|gio|stasera|questa (?:mattina|sera))$/i,
    ...counts(
      [
        "un[oa]?",
        "due",
        "tre",
        "quattro",
        "cinque",
        "sei",
        "sette",
        "otto",
        "nove",
        "dieci",
        "undici",
        "dodici",
        "tredici",
        "quattordici",
        "quindici",
      ],
      "alcun[ie]|qualche|pochi|poche|diversi",
    ),
    joint: "a|o",
    qualifier: "soli ",
    units: {
      minute: "minut[oi]",
      hour: "or[ae]",
      day: "giorn[oi]",
      week: "settiman[ae]",
      month: "mes[ei]",
      year: "ann[oi]",
    },
    endOf: /\b(?:fine (?:della )?(?:settimana|giornata|mese|anno)|a breve|prossimi giorni)\b/gi,
    hour: /\balle (\d{1,2})\b(?![:.])/gi,
  },
};
