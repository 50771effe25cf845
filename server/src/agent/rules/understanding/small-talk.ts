/** What somebody says who asks for nothing. */
export type SmallTalk =
  | "greeting"
  | "thanks"
  | "goodbye"
  | "content"
  | "what-can-you-do"
  | "what-can-i-do"
  | "who-are-you";

const greeting = String.raw`(?:hi+|hello+|hey+|hiya|howdy|hallo|yo|greetings|good (?:morning|day|evening|afternoon)|dear (?:team|all)|how(?: are|'?re| r) (?:you|u|things)(?: doing)?(?: today)?|how(?:'?s| is) it going|what'?s up)`;
const address = String.raw`(?:there|team|all|everyone|folks|guys|again|you|bot|robot|assistant|dear|so|very|much|a lot|lots|a million|really|kindly|my dear|dear|for (?:the |your |all your )?(?:help|quick (?:help|reply|answer)|answer|reply|that|everything|information|info)|(?:for now|so far)|that(?:'?s| is| was| will be)? (?:all|it|everything|great|perfect|fast|quick|very kind|kind|lovely)|and|to you(?: too)?|too|now|then|please|anyways?|all the same|for (?:your time|trying))`;
const thanks = String.raw`(?:thanks?|thank (?:you|u)|thank|thx|ta|thanx|ty|tysm|tyvm|cheers|much appreciated|appreciate it|appreciated|many thanks?|merci|gracias|danke(?: sch(?:ö|oe)n)?|(?:you(?:'?re| are)|that(?:'?s| is| was)) (?:all |so |very |really )*(?:wonderful|great|the best|awesome|amazing|kind|lovely|nice|helpful|an angel|a star|fantastic|brilliant|quick|fast))`;
const goodbye = String.raw`(?:bye+|bye bye|goodbye|good bye|see (?:you|ya)|cya|have a (?:nice|good|great|lovely) (?:day|evening|weekend|night|one)|see you(?: then| soon| later)?|good night|farewell|so long|g2g|gtg|(?:talk|speak)(?: (?:to|with) you)? (?:soon|later|tomorrow|then)|(?:until|till) (?:then|tomorrow|next time)|(?:(?:can|could|may) (?:you|i) |you (?:can|may) )?(?:end|close) (?:the|this) (?:chat|conversation)|take care|kind regards|best)`;
const content = String.raw`(?:ok(?:ay)?|k|cool|brilliant|excellent|amazing|fantastic|smashing|splendid|spot on|nice one|(?:all )?sorted|great|perfect|fine|nice|wonderful|awesome|super|lovely|good|finally|at last|phew|yay|all good|no worries|got it|understood|alright|all right|i see|lol|haha|nothing(?: else| more)?|no that(?:'s| is) (?:all|it|everything)|that(?:'?s| is| was| will be)? (?:all|it|everything))`;

/** The whole message must be small talk: "thanks, and where is my order" is a request. */
const only = (...kinds: readonly string[]): RegExp =>
  new RegExp(String.raw`^[\W_]*(?:(?:${[...kinds, address].join("|")})\b[\W_]*)+$`, "i");
const contains = (kind: string): RegExp => new RegExp(String.raw`\b${kind}\b`, "i");

/** Does she leave, whatever else she says? */
export function saysFarewell(text: string): boolean {
  return farewell.test(text);
}

const farewell = /\b(?:bye+|goodbye|good bye|see (?:you|ya)|cya|good night)\b/i;

const all = [greeting, thanks, goodbye, content];
const isOnlySmallTalk = only(...all);

const whatCanYouDo =
  /^\W*(?:(?:hi|hello|hey|ok|so|and|then)\W+)*(?:(?:what|which things|how) (?:else )?(?:can|could|do|are) (?:you|u|i) (?:able to )?(?:do|help|offer|ask|support|handle|assist)\b.{0,40}|what (?:are you good for|do you do|is this|are my options)|(?:i need |can (?:you|u) |could you |please )?help(?: me)?(?: please| pls)?|menu|options)\W*$/i;
/** She asks what is left to her: where something is in hand it is about that. */
const whatCanIDo = /\b(?:what|how) (?:else )?(?:can|could|do) i\b|\bmy options\b/i;
const whoAreYou =
  /^\W*(?:(?:hi|hello|hey|ok|so|wait)\W+)*(?:are (?:you|u) (?:an? |really a )?(?:real |actual )?(?:robot|bot|machine|computer|ai|a\.i\.|human|person|chatbot|program|real)(?: or an? \w+(?: \w+)?)?|(?:who|what) are (?:you|u)|who am i (?:talking|speaking|writing|chatting) (?:to|with)|is (?:this|that) an? (?:bot|robot|machine|ai|human|real person|person)|am i (?:talking|speaking|chatting) (?:to|with) an? \w+(?: \w+)?|what(?:'s| is) your name|do you have a name)(?: anyway| really| actually| then| exactly)?\W*$/i;

/** Pictures alone of one who is content; they are no yes to anything. */
const contentPictures =
  /^(?:[👍👌🙏😊🙂😀😃😄😁☺🤗🥰😍❤💕💖💛💚💙🎉✅✔💯🤝👏\s!.]|\p{Emoji_Modifier}|\uFE0F|\u200D)+$/u;

/** What kind of small talk a message is; null for one that may ask for something. */
export function readSmallTalk(text: string): SmallTalk | null {
  if (whatCanYouDo.test(text)) return whatCanIDo.test(text) ? "what-can-i-do" : "what-can-you-do";
  if (whoAreYou.test(text)) return "who-are-you";
  if (/\S/.test(text) && contentPictures.test(text)) return "content";
  if (!isOnlySmallTalk.test(text)) return null;
  if (contains(thanks).test(text)) return "thanks";
  if (contains(goodbye).test(text)) return "goodbye";
  return contains(greeting).test(text) ? "greeting" : contains(content).test(text) ? "content" : null;
}
