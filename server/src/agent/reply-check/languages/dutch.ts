import * as chrono from "chrono-node";
import { counts, family, type Language } from "../language.ts";

export const dutch: Language = {
  common:
    "ik het een de mijn uw u je jij jouw jullie ons onze wij zijn niet geen wil graag voor dat dit deze die waar wanneer hoe met hallo heb hebt heeft hebben kan kunt kunnen zal zullen wordt worden werd er al nog nu van naar bij op aan en of maar om te zo als zodra welke wat niets alles helaas bedankt binnen ook",
  families: {
    refund: family(
      "(?:terug)?(?:betaald|gestort|geboekt)|vergoed|terugbetaalde",
      "(?:terug)?(?:te)?(?:betalen|betaal|storten|stort|boeken)|vergoeden?",
      "terugbeta|restitu|vergoed|terugst",
    ),
    credit: family("gecrediteerde?|bijgeschreven", "crediteren|crediteer|bijschrijven", "credit|tegoed|bijschr"),
    cancel: family(
      "geannuleerde?|opgezegde?|afgezegd|afgemeld",
      "annuleren|annuleer|opzeggen|zeg|afzeggen",
      "annul|opzeg|opgezeg|afzeg",
    ),
    exchange: family(
      "(?:om)?geruilde?|vervangen|omgewisseld",
      "(?:om)?ruilen|ruil|vervangen?|vervang",
      "(?:om)?ruil|vervang|omwissel",
    ),
    send: family(
      "(?:op|toe|terug)?ge(?:stuurde?|maild|mailed|zonden)|verstuurde?|verzonden",
      "(?:op|toe)?(?:sturen|stuur)|verstu(?:ren|ur)|verzend(?:en)?|mailen?|mail|zend(?:en)?",
      "(?:ver)?stu|verz|zend|mail|post",
    ),
    ship: family("verstuurde?|verzonden|verscheept", "versturen|verzenden|verstuur|verzend", "verz|verstu"),
    change: family(
      "gewijzigde?|aangepaste?|veranderde?|bijgewerkte?|geupdate|gecorrigeerde?|verplaatste?|verzet|omgezet",
      "wijzigen?|wijzig|aanpassen|pas|veranderen|verander|bijwerken|corrigeren|verplaatsen|verplaats|verzetten|verzet",
      "wijzig|aanpas|verander|bijwerk|corrig|verplaats|verzet",
    ),
    create: family(
      "aangemaakte?|gemaakte?|gegenereerde?|geplaatste?|geopende?",
      "aanmaken|aan te maken|plaatsen",
      "aanma|maak|mak|plaats|nieuw",
    ),
    book: family(
      "(?:om)?geboekte?|gereserveerde?|ingeplande?|ingepland",
      "boeken|boek|reserveren|reserveer|inplannen|plan",
      "boek|reserv|plan|afspraak",
    ),
    pause: family("gepauzeerde?|onderbroken|stilgezet", "pauzeren|pauzeer|stilzetten", "pauz|stilz"),
    resume: family(
      "hervatte?|ge(?:re)?activeerde?|heractiveerd",
      "hervatten|hervat|activeren|activeer",
      "hervat|activ|heractiv",
    ),
    stop: family(
      "gestopte?|beeindigde?|stopgezet(?:te)?",
      "stoppen|stop|beeindigen|beeindig|stopzetten",
      "stop|beeind|annul|opzeg",
    ),
    close: family("gesloten|verwijderde?|gewiste?", "sluiten|sluit|verwijderen|verwijder|wissen", "sluit|verwijd|wis"),
    reset: family("gereset|hersteld", "resetten|reset|herstellen", "reset|herstel"),
    apply: family(
      "toegepaste?|toegevoegde?|toegekende?|verleende?",
      "toepassen|toevoegen|toekennen|verlenen",
      "toepas|toevoeg|toeken|tegoed",
    ),
    extend: family("verlengde?|vernieuwde?", "verlengen|verleng|vernieuwen", "verleng|vernieuw"),
    waive: family("kwijtgescholden", "kwijtschelden", "kwijt"),
    charge: family("afgeschreven|gefactureerd|berekend", "afschrijven|factureren|factureer|berekenen", "afschr|factur"),
    undo: family("teruggedraaid|ongedaan", "terugdraaien|ongedaan", "terugdr|ongedaan"),
  },
  money: /\b(?:terugbeta\w*|teruggestort|geld|bedrag|tegoed|vergoed\w*)\b/i,
  negation: /\b(?:niet|niets|niks|nooit|geen|zonder|noch|niemand|nergens)\b/i,
  condition: /\b(?:als|indien|zodra|wanneer|voordat|nadat|tot|totdat|of|zolang|mocht|om|ingeval)\b/i,
  offer: /\b(?:kan|kunt|kunnen|kunt u|zou|zouden|mag|mogen|wil|wilt|laten)\b/i,
  wished:
    /\b(?:als|indien|zodra|wanneer) (?:u|je|jij)\b[^,.!?]*\b(?:wil|wilt|wenst|bevestigt|akkoord|zegt|doorgeeft|geeft)\b|\bwil(?:t)? (?:u|je|jij)\b|\bdesgewenst\b/i,
  clauseBreak: /,\s+|:\s+|\s+(?:en|maar)\s+/i,
  filler: /^(?:(?:nu|al|reeds|zojuist|net|inmiddels|ook|graag|dus)\s+)*/i,
  reach: 30,
  claims: {
    helper:
      /\b(?:ik|we|wij)\s+(?:heb|hebben|had|hadden)\s+|\b(?:heb|hebben)\s+(?:ik|we|wij)\s+|\b(?:is|zijn|werd|werden|heeft)\s+|(?=\b(?:ge[a-z]+|[a-z]+ge[a-z]+|ver[a-z]+|terugbetaald|[a-z]+)\s+(?:werd|werden|is|zijn|heb|hebben|heeft)\s*[.!]?$)|\b(?:ik|we|wij)\s+(?=[a-z]+(?:de|te)n?\b)/gi,
    ours: /\b(?:ik|we|wij)\b/i,
    being: /(?!)/,
    copula: /\b(?:is|zijn|werd|werden)\s+$/i,
    anyVerb:
      /^(?:verwerkte?|afgehandelde?|geregelde?|doorgevoerde?|ingediende?|bevestigde?|goedgekeurde?|uitgevoerde?|afgeronde?|aangevraagde?|geregistreerde?|vastgelegd|opgeslagen|gezet|doorgestuurde?|doorgegeven|overgedragen|geinformeerd|gemeld|gecontacteerd|opgelost|ingesteld|vrijgegeven|ontgrendeld|gestart|opgestart|ingeschreven|voltooid|gelukt)$/i,
    open: /\b((?:[a-z]*ge[a-z]{2,}(?:d|t|en)|(?:be|ver|her|ont|over|onder)[a-z]{2,}(?:d|t)))\W*$/,
    harmless:
      /^(?:(?:terug|op|in)?gevonden|(?:na|in|aan|door|op)?gekeken|(?:na|in)?gezien|gelezen|doorgelezen|begrepen|gekregen|ontvangen|geprobeerd|gevraagd|gehoopt|gedacht|gemerkt|vastgesteld|(?:op|na)?gezocht|vergeleken|herkend|bedoeld|gezegd|genoemd|gehoord|geweten|(?:na)?gecontroleerd|opgevraagd|vergeten|verwacht|nagegaan|tegen|eigen|onderzocht|bekeken|bestudeerd|overzicht|bericht|verzoek|begrip|gemist)$/i,
    bare: /^\W*(?:(?:succesvol|zojuist|reeds)\s+)?([a-z-]+[dt])\b\W*$/i,
    anyDeed:
      /\b(?:(?:alles|is|zijn|dat|dit)\s+(?:\w+\s+){0,2}(?:geregeld|afgehandeld|in orde|klaar|opgelost|gedaan)|onderweg)\b|^\W*(?:(?:goed nieuws|prima)\W+)?(?:geregeld|klaar|gedaan|gelukt)\b/i,
    isNow: /\b(?:uw|je|jouw)\b[^.!?,]{0,40}?\b(?:is|zijn) (?:nu|voortaan) (?<state>[^.!?,]+)/i,
    handedOver:
      /\b(?:heb|hebben|is|wordt|zal|werd|zet|geef|stuur)\b[^.!?]{0,60}\b(?:collega\w*|team|medewerker\w*|afdeling|leidinggevende|specialist\w*|persoon)\b[^.!?]{0,30}\b(?:doorgestuurd|doorgegeven|overgedragen|doorgezet|doorsturen|doorgeven|overdragen|door)\b|\b(?:doorgestuurd|doorgegeven|overgedragen|doorgezet|doorsturen|doorgeven)\b[^.!?]{0,30}\b(?:collega\w*|team|medewerker\w*|afdeling|specialist\w*)\b/i,
    toldPerson: /^(?:doorgestuurde?|doorgegeven|overgedragen|geinformeerd|gecontacteerd|doorgezet)$/i,
    moneyIsBack: /\b(?:geld|bedrag)\s+(?:is|werd)\s+(?:\w+\s+){0,3}(?:terug|binnen|op (?:uw|je) rekening)\b/i,
    nounThen:
      /\b(?<noun>terugbetaling|annulering|omruiling|opzegging|reservering|wijziging|retour|aanvraag|betaling|vergoeding)(?:en)?\W+(?:(?:is|werd|nu|al|reeds|succesvol)\s+)*(?<outcome>verwerkt|bevestigd|afgerond|geregeld|goedgekeurd|gedaan|uitgevoerd|gelukt|in gang gezet|voltooid)\b/i,
  },
  promises: {
    future:
      /(?<!^\W*)\b(?:zal|zullen|wordt|worden|gaan?)\s+|(?=\b(?:neem|nemen) (?:(?:ik|we|wij) )?(?:\w+ )?contact\b)|(?=\b(?:kom|komen) (?:ik |we |wij )?(?:er )?(?:bij u |bij je )?(?:op )?(?:\w+ )?terug\b)|(?=\b(?:bel|bellen|informeer|informeren) (?:ik |we |wij )?(?:u|je)\b)/gi,
    comes: /\b(?:ontvangen|krijgen|aankomen|arriveren|komen)\b/i,
    comesBack:
      /\b(?:contact|terug(?:komen|bellen)|bellen|bel|informe(?:er|ren)|kom(?:en)? .*terug|laten weten|op de hoogte|uitzoeken|nagaan|onderzoeken)\b/i,
    anyPromise:
      /\b(?:verwerken|regelen|afhandelen|zorg(?:en)?|oplossen|doorvoeren|bevestig(?:en)?|goedkeuren|doorsturen|doorgeven|bespoedigen|indienen)\b/i,
    coming:
      /\b(?:u|je) (?:krijgt|ontvangt)\b|\b(?:krijgt|ontvangt) u\b|\bkrijg je\b|\bkom(?:t|en) (?:morgen|vandaag|binnenkort|eraan)\b/i,
    presents: [/\b(?:ik|we|wij)\s+(?:(?:hierbij|nu|graag|dus)\s+)*([a-z]+)\b/gi, /\b([a-z]+)\s+(?:ik|we|wij)\b/gi],
  },
  terms: {
    vow: /\b(?:garande\w*|garantie|beloof|beloven|verzeker\w*|gegarandeerd|zonder twijfel|100 ?%)/i,
    gratis: /\b(?:gratis|kosteloos|kosteloze|zonder (?:extra )?kosten|van het huis)\b/i,
    present:
      /\b(?:vouchers?|cadeaubon\w*|waardebon\w*|kortingen|korting|kortingscode|compensatie|bonus|coupons?|volledige terugbetaling|halve prijs)\b/i,
    spared: /\b(?:geen (?:extra )?kosten|niets te betalen|niet (?:in rekening gebracht|afgeschreven|belast))\b/i,
    entitled: /\b(?:(?:hebt|heeft|heb) (?:u )?recht op|(?:mag|kunt|kan) (?:[a-z]+ ){0,4}(?:houden|behouden))\b/i,
  },
  times: {
    days: (text, reference) => chrono.nl.casual.parse(text, reference, { forwardDate: true }),
    noDay: /^(?:nu|vandaag|mei|di|do|zo|za|wo|ma|vanavond|deze (?:morgen|avond))$/i,
    ...counts(
      [
        "een",
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "elf",
        "twaalf",
        "dertien",
        "veertien",
      ],
      "enkele|een paar|paar|meerdere",
    ),
    joint: "tot|a|of",
    qualifier: "hele ",
    units: {
      minute: "minu(?:ut|ten)",
      hour: "u(?:ur|ren)",
      day: "(?:werk)?dag(?:en)?",
      week: "we(?:ek|ken)",
      month: "maand(?:en)?",
      year: "ja(?:ar|ren)",
    },
    endOf: /\b(?:einde? van (?:de |deze )?(?:week|dag|maand|jaar)|binnenkort|komende dagen)\b/gi,
    hour: /\bom (\d{1,2}) ?uur\b/gi,
  },
};
