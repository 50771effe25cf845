import * as chrono from "chrono-node";
import { spelledCount, spelledNumber } from "../amounts.ts";
import { family, type Language, never } from "../language.ts";

export const english: Language = {
  common:
    "i a the an my your our us it its this that these they them you and or but of with have has had can could will would shall should not are was were be been being do does did for from to by at in on as if when what which who how there here please thanks sorry all any no yes me is we i'm i've already now just is so about",
  families: {
    refund: family("refunded|reimbursed|repaid", "refund|reimburse|repay", "refund|reimburs|repa"),
    credit: family("credited", "credit", "credit"),
    cancel: family("cancell?ed", "cancel", "cancel"),
    exchange: family("exchanged|swapped|replaced", "exchange|swap|replace", "exchang|swap|replac"),
    send: family("sent|mailed|e-?mailed|posted", "send|mail|e-?mail|post", "send|sent|mail|email|post"),
    ship: family("shipped|dispatched", "ship|dispatch", "ship|dispatch"),
    change: family(
      "changed|updated|switched|corrected|moved|set|modified|adjusted|amended|upgraded|downgraded",
      "change|update|switch|correct|move|set|modify|adjust|amend|upgrade|downgrade",
      "chang|updat|switch|correct|move|set|edit|modif|adjust|amend|upgrad|downgrad",
    ),
    create: family(
      "created|made|issued|generated|placed|opened",
      "create|issue|generate|place",
      "creat|mak|made|issu|generat|plac|open|new",
    ),
    book: family(
      "booked|reserved|scheduled|rescheduled",
      "book|reserve|schedule|reschedule",
      "book|reserv|schedul|reschedul",
    ),
    pause: family("paused", "pause", "paus"),
    resume: family(
      "resumed|restarted|reactivated|activated",
      "resume|restart|reactivate|activate",
      "resum|restart|reactivat|activat",
    ),
    stop: family("stopped|ended|terminated", "stop|terminate", "stop|end|terminat|cancel"),
    close: family("closed|deleted|removed|erased", "close|delete|remove|erase", "clos|delet|remov|eras"),
    reset: family("reset", "reset", "reset"),
    apply: family(
      "applied|added|granted|given|awarded",
      "apply|add|grant|give|award",
      "appl|add|grant|giv|award|credit",
    ),
    extend: family("extended|renewed|prolonged", "extend|renew|prolong", "extend|renew|prolong"),
    waive: family("waived", "waive", "waiv"),
    charge: family("charged|billed|debited", "charge|bill|debit", "charg|bill|debit"),
    undo: family("undone|reversed|reverted", "undo|reverse|revert", "undo|revers|revert"),
  },
  money: /\b(?:refund\w*|money|funds|reimburse\w*|credit(?!\s+card)\w*)\b/i,
  negation: /\b(?:not|n't|never|nothing|no|cannot|neither|nor|without|unable)\b|n['’]t\b/i,
  condition: /\b(?:if|once|when|whenever|after|until|unless|as soon as|before|whether|in case|should)\b/i,
  offer: /\b(?:can|could|may|might|would|either|to be|like)\b/i,
  wished: /(?!)/,
  clauseBreak: /,\s+|:\s+|\s+(?:and|but|so)\s+/i,
  filler:
    /^(?:(?:now|already|just|also|successfully|fully|both|all|it|them|this|that|your|the|been|automatically|completely|currently|then|be|have|immediately|gladly|personally|hereby)\s+)*/i,
  reach: 1,
  claims: {
    helper:
      /\b(?:i|we)(?:'ve| have| had| just| already)*\s+|\b(?:has|have|had|is|are|was|were|been|being|'s|'ve|got|get|consider (?:it|this|that))\s+/gi,
    ours: /\b(?:i|we)(?:\s|['’])[^.!?]*$/i,
    being: /^being\b/i,
    copula: /\b(?:is|are|was|were|am|be)\s+$/i,
    anyVerb:
      /^(?:processed|reprocessed|completed|submitted|initiated|finali[sz]ed|performed|arranged|handled|approved|confirmed|authori[sz]ed|executed|expedited|returned|transferred|extended|resolved|fixed|settled|saved|unlocked|verified|registered|enrolled|unsubscribed|subscribed|informed|notified|told|contacted|filed|recorded|restored|reinstated|finished|honou?red|released|deducted)$/i,
    open: /^([a-z-]*[a-z]{2}ed|did|put|gave|took|sent|made|paid|left|let|undid|wrote|spoke|brought|bought|told|got)(?![a-z-])/i,
    harmless:
      /^(?:need(?:ed)?|proceed|indeed|found|located|checked|double-?checked|rechecked|retrieved|reviewed|identified|looked|explored|noticed|encountered|tried|attempted|noted|searched|listed|discussed|mentioned|considered|matched|pulled|gathered|recogni[sz]ed|reali[sz]ed|asked|wanted|hoped|wished|wondered|understood|received|missed|misunderstood|apologi[sz]ed|delighted|pleased|concerned|interested|confused|supposed|allowed|required|limited|asked|read|compared|exhausted|agreed|feed|speed|seed|indebted|embarrassed|worried|excited|honou?red|thrilled|relieved|obliged|surprised)$/i,
    bare: /^\W*(?:successfully\s+)?([a-z-]+ed)\b(?!\s+on\s+(?:what|that|our|the))/i,
    anyDeed:
      /\b(?:all set|taken care of|took care of|all done|all sorted|(?:is|are|'s) (?:now )?(?:done|arranged|complete|completed|settled|sorted)|on (?:its|the|their) way)\b|^\W*(?:(?:good|great) news\W+)?done\b/i,
    isNow: /\byour\b[^.!?,]{0,40}?\b(?:is|are) now (?<state>[^.!?,]+)/i,
    handedOver:
      /\b(?:have|has|'ve|'s|will|'ll|am|is|are|was|been|'m)\b[^.!?]{0,30}\b(?:pass(?:ed|ing)?|hand(?:ed|ing)?|forward(?:ed|ing)?|escalat(?:e|ed|ing)|transfer(?:red|ring)?)\b[^.!?]{0,40}\b(?:colleague|team|person|human|manager|specialist|supervisor|agent|department)\b/i,
    toldPerson: /^(?:transferred|informed|notified|told|contacted)$/i,
    moneyIsBack:
      /\b(?:money|funds|payment|amount)(?:(?:'s|\s+(?:is|was|has|are|have|been|now|already))\b)+\s+(?:\w+\s+)?(?:back|returned|in your|on your|there|through)\b/i,
    nounThen:
      /\b(?<noun>refunds?|cancell?ations?|exchanges?|replacements?|returns?|credits?|payments?|bookings?|changes?|updates?|requests?|upgrades?|reimbursements?)\s+(?:(?:is|was|has|are|were|have|been|now|already|just|all|'s)\s+)*(?<outcome>issued|processed|confirmed|completed?|done|approved|finali[sz]ed|successful|granted|went through|gone through|through|made|sent|in place)\b/i,
  },
  promises: {
    future:
      /(?:\b(?:will|shall|going to|about to)|['’]ll)\s+(?:(?:now|also|then|be|get|have|just|immediately|automatically|gladly|been|personally)\s+)*/gi,
    comes: /^(?:receive|get|arrive|reach|come)\b(?! back)/i,
    comesBack:
      /^(?:look into|get back|come back|follow up|contact|call|reach out|inform|notify|let you know|keep you|update you|check (?:back|again)|investigate|be in touch|in touch)\b/i,
    anyPromise:
      /^(?:process|arrange|return|transfer|handle|ensure|see to|take care|make sure|extend|fix|resolve|approve|initiate|submit|complete|expedite|prioriti[sz]e|escalate|pay)\b/i,
    coming:
      /\byou(?: can| may| should| will|'ll)? expect\b|\b(?:is|are|'s) (?:coming|arriving)\b|\b(?:ships|arrives|goes out) (?:today|now|soon|at once|shortly|immediately)\b/i,
    presents: [
      /\b(?:i|we)(?:'m|'re| am| are)\s+(?:(?:now|just|already|also|currently|then)\s+)*([a-z-]+)ing\b/gi,
      /(?<!\b(?:can|could|may|might|would|should|will|do|did|does|that|if|when|once|as|how|what|where|why)\s)\b(?:i|we)\s+(?:(?:hereby|now|gladly|herewith|personally)\s+)*([a-z-]+)\s+(?:you|it|them|your|this)\b/gi,
    ],
  },
  terms: {
    vow: /\b(?:guarantee[sd]?|i promise|we promise|i assure|we assure|rest assured|without fail|100 ?%)\b/i,
    gratis: /\b(?:free of charge|for free|at no (?:extra |additional )?(?:cost|charge)|on the house|complimentary)\b/i,
    present:
      /\b(?:vouchers?|coupons?|discounts?|rebates?|compensations?|bonus(?:es)?|full refund|half (?:the )?price|half off|two for one)\b/i,
    // A no that is a promise.
    spared:
      /\b(?:(?:will not|won't|not|never|n't) (?:be )?(?:charged?|billed?|cost)|no (?:extra |additional )?(?:charges?|costs?|fees?)\b|for nothing)\b/i,
    entitled: /\b(?:entitled|eligible|qualif(?:y|ies)|you (?:can|may|get to) keep)\b/i,
  },
  times: {
    days: (text, reference) => chrono.casual.parse(text, reference, { forwardDate: true }),
    noDay:
      /^(?:now|today|at the moment|sun|sat|mar|may|the (?:past|last)|this (?:time|morning|afternoon|evening)|tonight)$/i,
    count: String.raw`\d+|${spelledCount()}|an?|(?:a )?(?:couple(?: of)?|few)|several`,
    countOf: (words) => {
      if (/^an?$/.test(words)) return "1";
      if (/couple|few|several/.test(words)) return words.replace(/^a /, "").replace(/ of$/, "");
      return String(/^\d/.test(words) ? Number(words) : spelledNumber(words));
    },
    joint: "to|or",
    qualifier: "more |business |working |calendar ",
    units: {
      minute: "minutes?|mins?",
      hour: "hours?|hrs?",
      day: "days?",
      week: "weeks?|wks?",
      month: "months?",
      year: "years?",
    },
    endOf: /\b(?:end|close) of (?:the |this |next )?(?:day|week|month|year|business)\b/gi,
    hour: never,
  },
};
