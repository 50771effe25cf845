import * as chrono from "chrono-node";
import { counts, family, type Language } from "../language.ts";

const back = "(?:zu)?rue?ck";

export const german: Language = {
  common:
    "ich die ist sind nicht und mein meine mir mich sie der das den dem des ein eine einen einem einer bitte wie zu fur fuer habe haben hat hatte wir ihr ihre ihren ihrem ihrer ihnen ihres du dir dein deine uns unser unsere wurde wurden wird werden werde bin sein noch schon bereits auch mit von vom bei zum zur auf im am aus nach vor oder aber wenn falls dass kann konnen mochten soll sollen kein keine nichts leider jetzt nun alles es er hier diese dieser dieses nur sehr gerne welche",
  families: {
    refund: family(
      `(?:${back})?(?:erstattet\\w{0,2}|ue?berwiesen|gezahlt|vergue?tet|gebucht)|ausgezahlt|ausbezahlt`,
      `(?:${back}(?:zu)?)?(?:erstatten?|ue?berweisen?|zahlen?|vergue?ten?)|aus(?:zu)?zahlen`,
      `\\w*erstatt|${back}(?:zahl|ue?berw|vergue?t)|auszahl`,
    ),
    credit: family("gutgeschrieben\\w{0,2}", "gut(?:zu)?schreiben?", "gutschrift|gutschreib|gutgeschrieb"),
    cancel: family(
      "storniert\\w{0,2}|gekue?ndigt\\w{0,2}|abgesagt|widerrufen",
      "storniere?n?|kue?ndigen?|ab(?:zu)?sagen",
      "storn|\\w*kue?ndig|absag|abbest",
    ),
    exchange: family(
      "(?:um|aus)getauscht\\w{0,2}|ersetzt",
      "(?:um|aus)(?:zu)?tauschen|tauschen?|ersetzen?",
      "(?:um|aus)?tausch|ersatz|ersetz",
    ),
    send: family(
      "(?:zu|ab|raus)?ge(?:schickt|sendet|sandt|mailt)|(?:ver|ue?ber)(?:schickt|sendet|sandt)\\w{0,2}|zu(?:geschickt|gesandt)|rausgegangen",
      "(?:ver|zu|ue?ber)?(?:zu)?(?:schicken?|senden?|mailen?)",
      "\\w*(?:schick|send|versand)|mail|post",
    ),
    ship: family(
      "ver(?:schickt|sendet|sandt)\\w{0,2}|ab(?:geschickt|gesandt)|losgeschickt",
      "ver(?:schicken?|senden?)|losschicken",
      "versand|versend|verschick",
    ),
    change: family(
      "(?:um|ab)?geae?ndert\\w{0,2}|aktualisiert\\w{0,2}|angepasst|korrigiert|umgestellt|umgeschrieben|ausgetauscht|berichtigt|verschoben|umgezogen|gewechselt|hinterlegt",
      "(?:ab|um)?(?:zu)?ae?ndern?|aktualisieren?|an(?:zu)?passen?|korrigieren?|hinterlegen?|umstellen|verschieben?|wechseln?",
      "ae?nder|\\w*ae?nderung|aktualisier|anpass|korrig|wechs|umstell|verschieb",
    ),
    create: family(
      "erstellt\\w{0,2}|angelegt|ausgestellt|aufgegeben|generiert",
      "erstellen?|an(?:zu)?legen|ausstellen",
      "erstell|anleg|ausstell|neu",
    ),
    book: family(
      "(?:um)?gebucht\\w{0,2}|reserviert\\w{0,2}|vereinbart",
      "buchen?|reservieren?|vereinbaren?",
      "buch|reserv|termin",
    ),
    pause: family("pausiert\\w{0,2}|ausgesetzt", "pausieren?|aus(?:zu)?setzen", "pause|pausier|aussetz"),
    resume: family(
      "fortgesetzt|(?:re)?aktiviert\\w{0,2}|wiederaufgenommen",
      "fort(?:zu)?setzen|(?:re)?aktivieren?",
      "fortsetz|(?:re)?aktivier|wiederauf",
    ),
    stop: family(
      "gestoppt|beendet\\w{0,2}|angehalten|gekue?ndigt\\w{0,2}",
      "stoppen?|beenden?",
      "stopp|beend|storn|\\w*kue?ndig",
    ),
    close: family(
      "geschlos?sen|gelos?e?scht|entfernt",
      "schlies?s?en?|loe?schen?|entfernen?",
      "schlies|loe?sch|entfern",
    ),
    reset: family("zurue?ckgesetzt", "zurue?ck(?:zu)?setzen", "zurue?cksetz"),
    apply: family(
      "hinzugefue?gt|angewendet|angewandt|eingelos?e?st|gewae?hrt",
      "hinzufue?gen|gewae?hren?|anwenden",
      "hinzufue?g|gewae?hr|anwend|gutschr",
    ),
    extend: family("verlae?ngert\\w{0,2}|erneuert", "verlae?ngern?|erneuern?", "verlae?nger|erneuer"),
    waive: family("erlassen", "erlassen?", "erlass"),
    charge: family("abgebucht|berechnet|belastet", "abbuchen|berechnen?|belasten?", "abbuch|berechn|belast"),
    undo: family("rue?ckgae?ngig", "rue?ckgae?ngig", "rue?ckgae?ng"),
  },
  money: /\b(?:\w*erstatt\w*|geld|betrag|kaufpreis|gutschrift|gutgeschrieben|guthaben)\b/i,
  negation: /\b(?:nicht|nichts|nie|niemals|kein\w{0,2}|ohne|weder|niemand|nirgends)\b/i,
  condition:
    /\b(?:wenn|falls|sofern|sobald|bevor|ehe|nachdem|bis|ob|solange|damit|um|sollten?|je nachdem|im falle?)\b/i,
  offer:
    /\b(?:kann|konnen|koennen|konnten?|koennten?|darf|durfen|mochten?|moechten?|wurden sie|soll|sollen|entweder|lassen|lasst)\b/i,
  wished:
    /\b(?:wenn|falls|sofern|sobald) (?:sie|du)\b[^,.!?]*\b(?:moe?chten|moe?chtest|wollen|willst|wue?nschen|wue?nschst|bestae?tigen|bestae?tigst|zustimmen|einverstanden|nennen|nennst|mitteilen|sagen|sagst)\b|\bauf wunsch\b|\b(?:moe?chten|wollen|wue?nschen|moe?chtest|willst) (?:sie|du)\b/i,
  clauseBreak: /,\s+|:\s+|\s+(?:und|aber|sondern)\s+/i,
  filler: /^(?:(?:jetzt|nun|schon|bereits|soeben|gerade|eben|erfolgreich|gerne|auch|also)\s+)*/i,
  reach: 30,
  claims: {
    // The verb stands at the end, before its helper where the clause depends on another.
    helper:
      /\b(?:ich|wir)\s+(?:habe?|haben|hatten?)\s+|\b(?:habe?|haben|hatten?)\s+(?:ich|wir)\s+|\b(?:wurden?|hat|ist|sind|gilt|gelten)\s+|\b(?:ich|wir)\s+(?=[a-z]+ten?\b)|(?=\b[a-z]+(?:t|en)\s+(?:worden|wurden?|habe|haben|hat|ist|sind)\b)/gi,
    ours: /\b(?:ich|wir)\b/i,
    being: /(?!)/,
    copula: /\b(?:ist|sind|wurden?|gilt|gelten)\s+$/i,
    anyVerb:
      /^(?:veranlas?st|bearbeitet|abgeschlos?sen|eingeleitet|durchgefue?hrt|bestae?tigt|genehmigt|beantragt|ausgelos?e?st|angesto?s?sen|erledigt|vorgenommen|eingereicht|registriert|eingetragen|gespeichert|freigegeben|freigeschaltet|geleitet|arrangiert|organisiert|umgesetzt|ausgefue?hrt|angewiesen|gemeldet|informiert|benachrichtigt|kontaktiert|weitergeleitet|ue?bergeben|behoben|gelos?e?st|geklae?rt|geregelt|bewilligt|abgemeldet|wiederhergestellt|entsperrt|abgewickelt)$/i,
    open: /\b((?!\w*ungen\b)(?:[a-z]*ge[a-z]{2,}(?:t|en)|(?:be|ver|er|ent|zer|uber|ueber|unter)[a-z]{2,}(?:t|en)|[a-z]{2,}iert))\W*$/,
    harmless:
      /^(?:gefunden|(?:nach|an|ein|durch)?gesehen|(?:nach|an)?geschaut|(?:ue?ber|nach)?prue?ft|geprue?ft|nachgeprue?ft|gelesen|durchgelesen|verstanden|bekommen|erhalten|versucht|gefragt|gehofft|gedacht|bemerkt|festgestellt|gesucht|verglichen|erkannt|mis?verstanden|gemeint|gesagt|erwae?hnt|gehoe?rt|gewusst|gebraucht|ermittelt|abgerufen|aufgerufen|vergessen|gesto?s?sen|notiert|beraten|gerade|recherchiert|informiert|entdeckt|verpas?st|gesamten|eigenen|folgenden|angeboten)$/i,
    bare: /^\W*(?:(?:erfolgreich|soeben|bereits)\s+)?([a-z-]+t|[a-z-]+en)\b\W*$/i,
    anyDeed:
      /\b(?:(?:alles|ist|sind|schon|bereits|damit)\s+(?:\w+\s+){0,2}(?:erledigt|geregelt|geklae?rt|fertig|arrangiert|in ordnung gebracht)|unterwegs|auf dem weg|in die wege geleitet)\b|^\W*(?:(?:gute nachrichten?|prima|super)\W+)?(?:erledigt|fertig|geschafft)\b/i,
    isNow: /\b(?:ihr|dein)\w{0,2}\b[^.!?,]{0,40}?\b(?:ist|sind|lautet) (?:jetzt|nun|ab sofort) (?<state>[^.!?,]+)/i,
    handedOver:
      /\b(?:habe|haben|wurde|werde|werden|ist|wird|gebe|leite|ue?bergebe)\b[^.!?]{0,60}\b(?:kolleg\w+|team|mitarbeiter\w*|fachabteilung|abteilung|vorgesetzt\w+|spezialist\w*|person|menschen)\b[^.!?]{0,30}\b(?:weitergeleitet|ue?bergeben|weitergegeben|eskaliert|weiterleiten|ue?bergeben|weiter)\b|\b(?:weitergeleitet|ue?bergeben|weitergegeben|eskaliert)\b[^.!?]{0,30}\b(?:kolleg\w+|team|mitarbeiter\w*|abteilung)\b/i,
    toldPerson: /^(?:weitergeleitet|ue?bergeben|informiert|benachrichtigt|kontaktiert|weitergegeben|eskaliert)$/i,
    moneyIsBack:
      /\b(?:geld|betrag|kaufpreis|zahlung)\s+(?:ist|wurde|sind|geht)\s+(?:\w+\s+){0,3}(?:zurue?ck|auf (?:ihrem|deinem|dem) konto|angekommen|eingegangen)\b/i,
    nounThen:
      /\b(?<noun>(?:\w*erstattung|stornierung|kue?ndigung|umtausch|gutschrift|buchung|ae?nderung|rue?cksendung|rue?ckzahlung|zahlung|anfrage)(?:en)?)\W+(?:(?:ist|wurde|sind|nun|jetzt|bereits|schon|erfolgreich)\s+)*(?<outcome>veranlas?st|bestae?tigt|abgeschlos?sen|erledigt|genehmigt|erfolgt|durchgefue?hrt|bearbeitet|erfolgreich|eingeleitet|durch)\b/i,
  },
  promises: {
    future:
      /(?<!^\W*)\b(?:werde|werden|wird|wirst)\s+|(?=\b(?:melden?|kue?mmern?) (?:(?:ich|wir) )?(?:mich|uns)\b)|(?=\b(?:rufen?|kontaktieren?|informieren?|prue?fen?|klae?ren?) (?:ich|wir) (?:sie|dich|es|das)\b)|(?=\b[a-z]+(?:t|en)\s+wird\s*[.!]?$)/gi,
    comes: /\b(?:erhalten|bekommen|kriegen|ankommen|eintreffen|kommen)\b/i,
    comesBack:
      /\b(?:melden?|zurue?ckmelden|kontaktieren?|anrufen|zurue?ckrufen|rufen?|informieren?|benachrichtigen|kue?mmern?|klae?ren?|prue?fen|nachgehen|in verbindung setzen|bescheid geben|auf (?:sie|dich) zukommen)\b/i,
    anyPromise:
      /\b(?:bearbeiten?|veranlassen?|einleiten|leiten?|weiterleiten|sorgen?|ue?bernehmen?|regeln?|erledigen?|loe?sen|beheben|beschleunigen|genehmigen?|bestae?tigen?|ue?bergeben?|sicherstellen|ermoe?glichen)\b/i,
    coming:
      /\b(?:sie|du) (?:erhalten|bekommen|erhae?ltst|bekommst|kriegst)\b|\b(?:erhalten|bekommen) sie\b|\b(?:erhae?ltst|bekommst) du\b|\bkommt?\b[^.!?]*\b(?:an|zurue?ck|morgen|bald)\b|\bist (?:\w+ )?(?:bald|morgen|demnae?chst) bei ihnen\b/i,
    presents: [
      /\b(?:ich|wir)\s+(?:(?:hiermit|jetzt|nun|gerne|also)\s+)*([a-z]+)\b/gi,
      /\b([a-z]+)\s+(?:ich|wir)\b/gi,
      /^\W*([a-z]+)\s+(?:ihnen|ihre[nm]?|dir|deine[nm]?)\b/gi,
    ],
  },
  terms: {
    vow: /\b(?:garantier\w*|garantie|versprech\w*|verspreche|versichere|zusicher\w*|sichere ihnen|auf jeden fall|ganz sicher|100 ?%)/i,
    gratis:
      /\b(?:kostenlos\w{0,2}|kostenfrei\w{0,2}|gratis|umsonst|geht aufs haus|ohne (?:zusae?tzliche )?(?:kosten|gebue?hr\w*|aufpreis))\b/i,
    present:
      /\b(?:gutschein\w*|rabatt\w*|preisnachlas\w*|entschae?digung\w*|bonus|coupons?|volle erstattung|zum halben preis)\b/i,
    spared:
      /\b(?:keine (?:weiteren |zusae?tzlichen )?(?:kosten|gebue?hren)|nichts (?:be)?zahlen|nicht (?:belastet|berechnet|abgebucht))\b/i,
    entitled:
      /\b(?:(?:haben|hast) (?:einen )?anspruch|berechtigt|(?:duerfen|durfen|koe?nnen|darfst|kannst) (?:[a-z]+ ){0,4}behalten)\b/i,
  },
  times: {
    days: (text, reference) =>
      chrono.de.casual
        .parse(text, reference, { forwardDate: true })
        .filter(
          ({ index }) =>
            !/\b(?:guten?|am|jeden|diesen|heute|schönen)\s+$/i.test(text.slice(0, index)) ||
            !/^morgen/i.test(text.slice(index)),
        ),
    noDay: /^(?:jetzt|heute|heute \w+|gerade|mai|so|die|am (?:morgen|abend|mittag)|letzte\w* \w+|abend|nacht|mittag)$/i,
    ...counts(
      [
        "eine?[mnrs]?",
        "zwei",
        "drei",
        "vier",
        "funf|fuenf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwolf|zwoelf",
        "dreizehn",
        "vierzehn",
      ],
      "wenigen?|einigen?|mehreren?|ein paar|paar",
    ),
    joint: "bis|oder",
    qualifier: "weiteren? |ganzen? |vollen? ",
    units: {
      minute: "minuten?",
      hour: "stunden?",
      day: "(?:werk|arbeits|geschaf?e?fts|kalender)?tage?n?",
      week: "wochen?",
      month: "monate?n?",
      year: "jahre?n?",
    },
    endOf:
      /\b(?:ende (?:der|des|dieser|nae?chster) (?:woche|monats|jahres|tages)|ende der woche|bis wochenende|in kue?rze|nae?chste[nr]? tagen)\b/gi,
    hour: /\b(\d{1,2})(?:[.:](\d\d))? ?uhr\b/gi,
  },
};
