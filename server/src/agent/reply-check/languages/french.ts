import * as chrono from "chrono-node";
import { counts, type Family, family, type Language } from "../language.ts";

/** Verbs in -er by their stems, and what else belongs to them. */
function er(stems: string, past = "-", deed = "-"): Family {
  return family(
    `(?:${stems})ee?s?|${past}`,
    `(?:${stems})(?:er(?:ai|as?|ons|ez|ont)?|es?|e?ons)|${past}`,
    `${stems}|${deed}`,
  );
}

export const french: Language = {
  common:
    "je j a le la les un une des du de et ou est sont ne pas mon ma mes votre vos ton ta tes notre nos vous nous il elle que qui quoi pour avec sur dans en au aux ce cette ces cela c ai avez avons ont ete etre sera bien deja maintenant si lorsque quand comment bonjour merci pouvez peux peut voulez souhaitez oui non aussi rien tout tous plus quelle quel d l n qu y",
  families: {
    refund: er("rembours|revers|restitu", "rendue?s?", "rembours|restitu"),
    credit: er("credit|recredit", "-", "credit|avoir"),
    cancel: er("annul|resili", "-", "annul|resili"),
    exchange: er("echang|remplac", "-", "echang|remplac"),
    send: er("envoy|renvoy|expedi|adress|post", "enverr(?:ai|ons|a)|envoie", "envo|expedi"),
    ship: er("expedi|envoy", "partie?s?", "expedi|envo|livr"),
    change: er(
      "chang|modifi|actualis|corrig|ajust|deplac|rectifi",
      "mise?s? a jour|mise?s?",
      "chang|modifi|actualis|corrig|ajust",
    ),
    create: er("cre|gener|etabl|edit", "emise?s?", "cre|gener|emi|nouv"),
    book: er("reserv|planifi|program|fix", "prise?s?", "reserv|rendez|planif"),
    pause: er("paus", "suspendue?s?|suspendre|suspendrai|suspendons", "paus|suspen"),
    resume: er("reactiv|activ|relanc", "reprise?s?|retablie?s?", "repri|reactiv|activ"),
    stop: er("arret|stopp|termin|resili", "-", "arret|stop|termin|resili|annul"),
    close: er("clotur|supprim|effac|ferm", "-", "clotur|supprim|effac|ferm"),
    reset: er("reinitialis", "-", "reinit"),
    apply: er("appliqu|ajout|accord|octroy", "offerte?s?", "appliqu|ajout|accord|avoir"),
    extend: er("prolong|renouvel", "-", "prolong|renouvel"),
    waive: er("exoner", "-", "exoner"),
    charge: er("factur|prelev|debit", "-", "factur|prelev|debit"),
    undo: er("retract", "-", "retract"),
  },
  money: /\b(?:rembours\w*|argent|montant|somme|avoir|credit\w*)\b/i,
  negation: /\b(?:ne|n'\w+|pas|jamais|rien|aucune?|sans|ni|personne)\b/i,
  condition: /\b(?:si|s'il\w*|lorsqu\w*|quand|des qu\w*|une fois|apres|avant|tant qu\w*|jusqu\w*|au cas|pour|afin)\b/i,
  offer: /\b(?:peu[xt]|peuvent|pouvons|pouvez|pourr\w+|puis-je|voudr\w+|aimer\w+|soit|souhait\w+|possible)\b/i,
  wished:
    /\bsi (?:vous|tu) (?:le |la )?(?:voulez|souhaitez|desirez|preferez|veux|souhaites|confirmez|confirmes)\b|\b(?:voulez|souhaitez|desirez|veux|souhaites)-(?:vous|tu)\b/i,
  clauseBreak: /,\s+|:\s+|\s+(?:et|mais)\s+/i,
  filler:
    /^(?:(?:bien|deja|ete|aussi|egalement|entierement|integralement|totalement|maintenant|desormais|donc|immediatement|automatiquement|vous|te|le|la|les|lui|y|en|tout|juste|avec succes|a present)\s+)*/i,
  reach: 2,
  claims: {
    helper:
      /\bj'ai\s+|\bj'avais\s+|(?<!\btout )\b(?:ai|avons|a|ont)\s+|\b(?:est|sont|s'est|ete)\s+|^\W*(?=[a-z]+ees?\b)/gi,
    ours: /\b(?:j'|je|nous avons|on a)/i,
    being: /(?!)/,
    copula: /\b(?:est|sont)\s+$/i,
    anyVerb:
      /^(?:(?:effectu|trait|valid|confirm|enregistr|lanc|finalis|demand|initi|declench|approuv|autoris|regl|complet|transfer|inform|contact|signal|debloqu|inscri|resol)(?:ee?s?|u|uee?s?|te?s?)?|procede|faite?s?|fait|transmise?s?|mise?s?|prise?s?|resolue?s?|soumise?s?|verse?e?s?|retablie?s?)$/i,
    open: /^([a-z]{3,}(?:ees?|e|i|u))(?![a-z'-])/i,
    harmless:
      /^(?:trouve|regarde|consulte|verifie|lu|compris|recu|vu|note|cherche|recherche|essaye|tente|examine|identifie|remarque|constate|entendu|demande|voulu|pense|compare|besoin|une|cette|cherchee?|retrouvee?|que|notre|votre|localise|oublie|eu|entre|analyse|pu|parcouru)$/i,
    bare: /^\W*([a-z]+e[es]{1,2})\b(?=\W*$|\s+(?:avec|en|integralement|ce|ici|hier))/i,
    anyDeed:
      /\bc'est (?:fait|regle|bon|arrange|termine|chose faite)\b|\bconfirmer (?:l'|le |la |votre )(?:annulation|remboursement|echange|resiliation)|\btout est (?:regle|fait|arrange|en ordre|pret)\b|\ben (?:route|chemin)\b|\b(?:viens|venons|vient) (?:de|d')\s?(?:vous |le |la |les )*(?!recevoir|voir|verifier|lire|regarder|trouver|consulter)[a-z]+(?:er|re|ir)\b|^\W*(?:(?:bonne nouvelle|parfait)\W+)?(?:fait|termine)\b/i,
    isNow:
      /\b(?:votre|vos|ton|ta)\b[^.!?,]{0,40}?\b(?:est|sont) (?:maintenant|desormais|a present) (?<state>[^.!?,]+)/i,
    handedOver:
      /\b(?:ai|avons|a ete|vais|va|allons|transmets|est)\b[^.!?]{0,30}\b(?:transmi\w*|transfer\w*|pass\w*|confi\w*|escalad\w*|redirig\w*)\b[^.!?]{0,40}\b(?:collegues?|equipe|conseill\w+|responsable|service|superviseur|humain|specialiste)\b/i,
    toldPerson: /^(?:transmise?s?|transferee?s?|transfere|informee?s?|informe|contactee?|contacte|passe)$/i,
    moneyIsBack:
      /\b(?:argent|montant|somme)\s+(?:est|a ete)\s+(?:\w+\s+)?(?:de retour|rendu\w*|sur votre (?:compte|carte)|revers\w+)\b/i,
    nounThen:
      /\b(?<noun>remboursement|annulation|echange|avoir|reservation|modification|retour|demande|resiliation|paiement)s?\W+(?:(?:est|a ete|bien|deja|maintenant)\s+)*(?<outcome>effectuee?|confirmee?|validee?|faite?|traitee?|approuvee?|accordee?|enregistree?|terminee?|reussie?|en cours)\b/i,
  },
  promises: {
    future:
      /\b(?:vais|allons|allez|va|vont)\s+(?:(?:etre|vous|te|le|la|les|lui|tout|maintenant)\s+)*|\b(?:serai|seras?|serez|seront)\s+|(?=\b[a-z]{3,}(?:rai|rons|rez|ront|ra)\b)|(?=\b(?:je|nous) (?:reviens|revenons|recontacte)\b)|(?=\b(?:arrive|arrivera) (?:demain|bientot)\b)/gi,
    comes: /^(?:recevr\w+|arriver\w*|parviendr\w+|obtiendr\w+|aurez)\b/i,
    comesBack:
      /^(?:(?:je|nous) )?(?:reviens|revenons|reviendr\w+|revenir|recontact\w*|contacter\w*|rappeler\w*|appeler\w*|tiendr\w+|tenir (?:au courant|inform\w+)|inform\w+|renseigner|verifier\w*|suivr\w+)/i,
    anyPromise:
      /^(?:trait|regl|effectu|proced|arrang|transm|transfer|resoudr|confirm|valid|escalad|vers|occup|assur|finalis|acceler)\w*\b/i,
    coming:
      /\bvous (?:recevez|allez recevoir|obtenez)\b|\b(?:arrive|part) (?:demain|aujourd'hui|bientot|sous peu)\b|\battendez-vous a\b/i,
    presents: [
      /\b(?:je|nous)\s+(?:(?:vous|te|l'|le|la|les|lui|y)\s*)*\b([a-z]+)\b/gi,
      /\bj'(?:y |en )?([a-z]+)\b/gi,
      /\bsuis en train (?:de |d')(?:vous |le |la |les )*([a-z]+)\b/gi,
    ],
  },
  terms: {
    vow: /\b(?:garanti\w*|promets|promettons|promis|assure que|sans faute|100 ?%)/i,
    gratis: /\b(?:gratuit\w*|offerte?s?|sans (?:aucun )?frais|a nos frais|cadeau)\b/i,
    present:
      /\b(?:bons? d'achat|coupons?|remises?|reductions?|rabais|dedommagement\w*|indemni\w+|bonus|remboursement (?:integral|complet|total)|moitie prix)\b/i,
    spared: /\b(?:aucuns? frais|rien a payer|ne (?:serez|sera) (?:pas|plus) (?:facture\w*|debite\w*|preleve\w*))\b/i,
    entitled: /\b(?:(?:avez|as) droit|eligible|(?:pouvez|peux) (?:les |la |le )?(?:garder|conserver))\b/i,
  },
  times: {
    days: (text, reference) => chrono.fr.casual.parse(text, reference, { forwardDate: true }),
    noDay: /^(?:maintenant|aujourd'hui|ce (?:matin|soir)|mai|mar|sam|la veille)$/i,
    ...counts(
      [
        "une?",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
      ],
      "quelques|plusieurs",
    ),
    joint: "a|ou",
    qualifier: "petits? ",
    units: {
      minute: "minutes?",
      hour: "heures?|h",
      day: "jours?",
      week: "semaines?",
      month: "mois",
      year: "ans?|annees?",
    },
    endOf: /\b(?:fin de (?:la |cette )?(?:semaine|journee|mois|annee)|sous peu|d'ici peu|dans les prochains jours)\b/gi,
    hour: /\ba (\d{1,2}) ?h(?:eures?)? ?(\d\d)?\b/gi,
  },
};
