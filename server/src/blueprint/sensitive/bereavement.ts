import type { SensitiveTopic } from "./topic.ts";

const relative = String.raw`(?:husband|wife|spouse|partner|mother|father|mom|mum|mama|dad|papa|son|daughter|baby|child|kid|boy|girl|brother|sister|grand(?:mother|father|ma|pa|dad|mum|mom|son|daughter|child|parent)|nan|nana|granny|gran|grandad|aunt|auntie|uncle|cousin|niece|nephew|godmother|godfather|godson|goddaughter|goddaughter|stepson|stepdaughter|stepfather|stepmother|(?:mother|father|sister|brother|son|daughter)-in-law|fianc[eé]e?|best friend|friend|twin|twins|little one|toddler|infant|newborn|parents)`;
const died = String.raw`(?:died|passed(?: away| on)?(?! (?:me|it|us|the|a|on to|by|through|customs|his|her|my|this|that|them|along|over|to)\b)|is dead|was killed|got killed|did not make it|didn'?t make it|did not survive|didn'?t survive|is no longer (?:with us|alive|here)|isn'?t (?:with us|alive) any ?more|was stillborn|lost (?:his|her|their) (?:life|battle|fight)|has left us|went to heaven|is in heaven)`;

/** English. */
export const bereavement: SensitiveTopic = {
  name: "bereavement",
  queue: "default",
  sentence:
    "I am so sorry for your loss. I will not trouble you with questions: I have passed this on to a colleague, who takes care of it with you.",
  helpline: null,
  suggestion: "Write with sympathy first, ask for no proof that is not needed, and settle what she asked for yourself.",
  patterns: [
    new RegExp(
      String.raw`\b(?:my|our|her|his|their|the|whose) (?:\w+ ){0,2}${relative}(?:,? \w+,?)?,? (?:has |have |had |just |recently |suddenly |sadly |unexpectedly |then |also |who )*${died}\b`,
      "i",
    ),
    new RegExp(
      String.raw`\b(?:he|she|they|who|it was (?:him|her)) (?:has |have |had |just |recently |suddenly |sadly |then |very )*(?:died|passed away|is dead|are dead|was killed|didn'?t make it|did not make it|is no longer with us|was stillborn|passed (?:last|this|on (?:mon|tues|wednes|thurs|fri|satur|sun)|yesterday|in (?:january|february|march|april|may|june|july|august|september|october|november|december)))\b`,
      "i",
    ),
    /\bpass(?:ed|ing) away\b|\bno longer with us\b|\brest(?:ing)? in peace\b|\br\.?i\.?p\.? (?:to )?my\b/i,
    new RegExp(
      String.raw`\b(?:death|passing|dying|loss|funeral|burial|memorial|anniversary of the death) of (?:my|our|her|his|a|the) (?:\w+ ){0,2}${relative}\b|\b(?:since|after|before|upon|due to|because of) (?:my|our|her|his) (?:\w+ ){0,2}${relative}'?s (?:death|passing|funeral)\b|\b${relative}'?s (?:sudden |recent )?(?:death|passing|funeral)\b`,
      "i",
    ),
    /\b(?:funerals?|burial|cremat(?:ion|ed)|obituary|stillb(?:orn|irth)|miscarr(?:iage|iages|ied)|bereave\w*|deceased|grieving|in mourning|mourning (?:my|our|the)|widow(?:ed|er)?|condolences|hospice|celebration of life)\b/i,
    new RegExp(
      String.raw`\b(?:lost|losing|buried|burying|bury|grieve for|mourn for) (?:my|our|her|his|their) (?:\w+ ){0,2}${relative}\b(?!['’]|s['’]|s? (?:shoe|boot|hat|coat|jacket|parcel|order|glove|sock|sneaker|sandal|mitten|scarf|box|receipt|account|card|password|login|at the|in the (?:shop|store|crowd)))`,
      "i",
    ),
    new RegExp(
      String.raw`(?:^|[.!?,;:–-] ?|\b(?:that|since|because|when|as|after|and|but) )(?:dad|daddy|mom|mum|mama|papa|grandma|grandpa|granny|nana|nan|gran|grandad|baby)(?: \w+)? ${died}\b`,
      "i",
    ),
    /\b(?:is|are|she'?s|he'?s|went to|now) in heaven\b|\b(?:did not|didn'?t|couldn'?t) survive\b(?! (?:the |a |its |their |one |two |first )*(?:wash|washing|dryer|wear|week|day|rain|hike|winter|kindergarten))|\b(?:fatal|tragic|deadly) (?:accident|crash|illness)\b/i,
    /\b(?:we|i) lost (?:him|her|them|the baby|a (?:baby|child))\b/i,
    new RegExp(String.raw`\b(?:my|our|her|his) late (?:\w+ )?${relative}\b`, "i"),
    /\b(?:the )?estate of\b|\bnext of kin\b|\bexecutor\b|\bprobate\b|\bdeath certificate\b|\b(?:account|order|subscription|box) of (?:a|my|our) (?:dead|late)\b|\bmy dead (?:husband|wife|mother|father|mom|mum|dad|son|daughter|brother|sister|grandmother|grandfather)\b/i,
    /\bthere (?:was|has been|is) a death in (?:my|our|the) family\b|\bdeath in the family\b|\bterminal(?:ly)?(?: ill| illness| cancer| diagnosis)\b/i,
  ],
  except: [
    /\bfuneral[- ]black\b/gi,
    /\b(?:nearly|almost|practically|just about) died\b|\bdied (?:laughing|of (?:embarrassment|laughter|boredom))\b/gi,
    /\b(?:batter(?:y|ies)|lights?|leds?|phone|laptop|zippers?|motor|screen|link|page|connection|soles?) (?:has |have |had |just |already |suddenly |then )*(?:died|passed away|is dead|are dead)\b/gi,
    /\bpass(?:ed)? (?:it|this|that|them) (?:on|along)\b/gi,
    /\b(?:it|this|that|this one|that one|(?:the |my )?(?:left|right|other|new|second|first) (?:one|shoe|boot|light|side))(?:['’]?s| is| was| has| had| just| already| now| suddenly| totally| completely)* dead\b/gi,
    /\bdead (?:batter(?:y|ies)|link|slow|end|cute)\b/gi,
    /\bwidow(?:'s)? (?:peak|spider|maker)\b|\bblack widow\b/gi,
  ],
  examples: [
    "my husband passed away last week",
    "my mother died and I want to close her account",
    "we lost our baby, please stop the outfit box",
    "I need to return the clothes because my daughter died",
    "there was a death in the family",
    "it is for the funeral of my grandfather",
    "my late wife had a subscription",
    "I had a miscarriage and cannot bear to get the baby clothes",
    "our son was stillborn",
    "I am writing on behalf of the estate of my father",
    "she is no longer with us, so please cancel her order",
    "my sister was killed in an accident",
    "since the death of my son I do not need these any more",
    "he died before the present arrived",
    "I am grieving and cannot deal with this now",
    "my grandmother is in hospice and will not see the parcel",
    "we buried our little boy on Friday",
    "please take my dad off the list, he has left us",
    "dad died yesterday",
    "our baby did not survive",
    "the child for whom I ordered is in heaven",
    "I lost my mom",
    "after the funeral I found your bill",
    "my best friend just died",
    "we had to say goodbye to our son",
    "I am the executor and close the accounts of my aunt",
    "the person who ordered this is dead",
    "please send no more mails to my dead mother",
    "my brother took his own life and left this order",
    "she had cancer and died before the parcel came",
    "our family is in mourning",
    "my wife lost her fight against cancer",
    "the recipient of the gift has died",
    "I have just become a widow",
  ],
};
