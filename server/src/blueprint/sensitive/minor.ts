import type { SensitiveTopic } from "./topic.ts";

const young = String.raw`(?:1[0-7]|[5-9]|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)`;
const parent = String.raw`(?:mom|mum|mommy|mummy|mother|dad|daddy|father|parents?|folks|grandma|grandpa|granny|guardians?)`;

/** English: who writes is a child herself. A parent who writes about one is none. */
export const minor: SensitiveTopic = {
  name: "minor",
  queue: "default",
  sentence: { host: "minor" },
  helpline: null,
  suggestion: "Find out whether a child writes, and go on with the parents. Nothing was ordered or changed.",
  patterns: [
    new RegExp(
      String.raw`\b(?:i'?m|i am|iam|am i|cuz im|because im)\s+(?:only |just |still |actually |almost |nearly |turning |like |a )*${young}(?:[- ]?(?:years?|yrs?|yo|y\/o|y\.o\.?)\b(?! (?:into|with|a |of (?!age)|late|as|now|customer|in your|and a half customer))|(?=\s*(?:[.,!?;:)]|$|(?:and|but|so|can|do|is|am|btw|lol|my|i|if|pls|please|turning|almost)\b(?! a half (?:wide|narrow|size|in)))))`,
      "i",
    ),
    new RegExp(
      String.raw`\b(?:i'?m|i am)\s+(?:only |just |still )*(?:a |an )?${young}[- ](?:years?|yr)[- ]old\b|(?:\bmy age(?: is|:)?|\bage:|(?:^|[.!?,]\s+|\bi'?m\s+|\bi am\s+|\bname(?:'s| is)?\s+)\w+,\s*age:?) ${young}\b(?!\s*(?:-|–|to\b|or\b|and up))|\bi (?:just )?(?:turn|turned|will be|'ll be) ${young}\b(?! (?:days|weeks|minutes))`,
      "i",
    ),
    /\b(?:i'?m|i am)\s+(?:(?:only|just|still|actually|technically|legally) )*(?:a |an )?(?:minor|kid|child|teen|teenager|under ?age|under ?18|under eighteen|school ?(?:boy|girl|kid))\b/i,
    /\b(?:i'?m|i am) (?:not (?:yet )?(?:18|eighteen|an adult|grown up|old enough|of age)|too young|under (?:18|eighteen|age|16|13))\b/i,
    new RegExp(
      String.raw`\bmy ${parent} (?:both )?(?:does not|doesn'?t|don'?t|do not|did not|didn'?t|dont|doesnt|must not|mustn'?t|can'?t|cannot|shouldn'?t|should not) (?:know|find out|hear|see)\b(?= (?:that |about )?(?:i\b|i'?m|it\b|this|the order|what i|anything)|\s*[.,!?]|$| yet| because| so)`,
      "i",
    ),
    new RegExp(
      String.raw`\bmy ${parent} (?:does not|doesn'?t|won'?t|will not|don'?t|do not|dont|doesnt|didn'?t|would never|wouldn'?t|never) (?:let|allow|permit|give me permission|want me)\b`,
      "i",
    ),
    new RegExp(
      String.raw`\b(?:without|behind) (?:asking|telling|permission (?:of|from)|the permission of|the ok of|the back of)? ?my ${parent}'?s?(?:'? (?:permission|back|knowing|knowledge|ok))?\b|\bmy ${parent}'?s?'? (?:credit |debit |bank )?(?:card|paypal|account|phone|money|wallet|ipad)\b[^.!?]{0,40}\b(?:without (?:asking|telling|permission|h(?:er|im|is)|them|their)|secretly|(?:s?he|they) (?:does|do)(?:n'?t| not) know)\b`,
      "i",
    ),
    new RegExp(
      String.raw`\b(?:don'?t|do not|dont|never|please not) (?:tell|write to|call|mail|e-?mail) my ${parent}\b|\bmy ${parent} (?:will|would|are going to|is going to|gonna) (?:be (?:so |really |very |super )?)?(?:kill me|ground me|mad|angry|furious|punish me|freak out)\b`,
      "i",
    ),
    /\b(?:i'?m|i am|i go|im going) (?:in|to|still in|still at|a (?:student|pupil) (?:in|at))(?: the)? (?:(?:[1-9]|1[0-2]|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)(?:st|nd|rd|th)? grade|year (?:[1-9]|1[0-3])\b(?! of)|(?:elementary|primary|middle|junior high|grade|high) ?school)\b/i,
    /\b(?:[1-9]|1[0-2]|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:st|nd|rd|th)?[- ]grader here\b|\b(?:i'?m|i am|as) an? (?:[1-9](?:st|nd|rd|th)|1[0-2]th|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[- ]grader\b/i,
    new RegExp(
      String.raw`\b(?:do|would|can|may|am) i\b[^.!?]{0,40}\b(?:need|without|have) (?:my |a |an )?(?:${parent}|adult)(?:'?s?'?)? ?(?:permission|consent|ok|signature|to order|to sign|with me)\b|\bam i (?:old enough|too young|allowed to (?:order|buy|shop)(?: (?:here|this|at|with|if|when|alone))?)\b|\bhow old do i have to be\b`,
      "i",
    ),
    new RegExp(
      String.raw`\b(?:with|from|of) my (?:pocket money|allowance|birthday money)\b|\bmy (?:pocket money|allowance)\b`,
      "i",
    ),
  ],
  except: [
    /\bi'?m (?:a|just a|still a|such a|only a|really a) (?:kid|child|teenager) (?:at heart|of the|again|when|in a)\b|\bi am (?:a|just a|still a|such a) (?:kid|child|teenager) (?:at heart|of the|again|when)\b/gi,
    /\b(?:i'?m|i am)\s+(?:an? |about |around |only |just )?(?:uk |us |eu |size )?\d+(?:\.5)?(?: and a half| 1\/2)?[, ]+(?:wide|narrow|days?|weeks?|months?|minutes?|hours?|miles?|inches|inch|feet|foot|cm|kg|lbs?|pounds|percent|%|stone|orders?|pairs?|in (?:uk|us|eu|women|men)|uk|us|eu)/gi,
    /\b(?:i'?m|i am)\s+(?:an? )?size\b/gi,
    /\bmy (?:son|daughter|child|kid|grandson|granddaughter|niece|nephew|boy|girl|little (?:one|girl|boy))(?:'s)?\b[^.!?]{0,40}\b(?:pocket money|allowance)\b|\b(?:his|her|their) (?:pocket money|allowance)\b/gi,
    /\bmy (?:son|daughter|child|kid|grandson|granddaughter|niece|nephew|boy|girl) (?:says?|said|told me|wrote|asks?|asked|claims?|thinks?|complains?):? ?["“']?(?:i'?m|i am) \w+/gi,
  ],
  examples: [
    "I am 12 years old and I want to order shoes",
    "I'm only thirteen, can I buy this",
    "my mom doesn't know that I ordered this",
    "I used my dad's credit card without asking",
    "I am a kid and I made a mistake with the order",
    "am I allowed to order if I am under 18",
    "please don't tell my parents",
    "I'm in fifth grade and I saved my pocket money",
    "I am still a minor, do I need the permission of my parents",
    "i am 10 and i clicked buy by accident",
    "my parents will be so mad at me, I ordered the wrong thing",
    "I'm fourteen and want to cancel before my mum sees it",
    "I am not an adult yet, may I have an account",
    "I turned eleven yesterday and I want to spend my birthday money",
    "hi im 9 my name is tim can you send me stickers",
    "my dad won't let me order by myself",
    "I am a seventh grader",
    "is it ok if a kid like me orders",
    "my mom will be angry when she sees the order",
    "I took my mother's card",
    "I am not allowed to shop online",
    "I go to middle school",
    "my parents said that I can't order",
    "I am eight and my shoes do not blink",
    "mommy is asleep and I want to buy a hat",
    "do I have to be an adult to order",
    "I ordered it from my dad's phone and he will be mad",
    "I am a girl of twelve and want to return my jacket",
    "my teacher helped me to write this, I am in second grade",
    "I have 20 dollars from grandma, can I buy the shoes",
    "I can not pay by card because I am a child",
    "can a fifteen year old have an account",
  ],
};
