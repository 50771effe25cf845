/**
 * What somebody asks who wants to hear once more how things stand: whether it is certain, whether it is all, or whether it was
 * done, by itself (`isDone`) or by name (`whatWasDone`).
 */
export type AsksWhetherDone = "isSure" | "isAll" | "isDone" | "whatWasDone";

const lead = String.raw`^\W*(?:(?:ok(?:ay)?|k|and|so|but|well|wait|h+m+|um+|oh|sorry|thanks?|thank you|thx|great|perfect|cool|fine|good|lovely|alright|all right|hang on|hold on|yes|really|wow|just (?:to be sure|checking)|to be sure|in short|now|then|(?:can|could) you (?:please )?(?:tell me|check|confirm|say)(?: again)?(?: (?:if|that|whether))?|(?:please )?confirm(?: (?:if|that|whether))?|tell me)\b[\s,.!?…:–-]*)*`;
const close = String.raw`(?:\W+(?:now|then|yet|already|please|pls|thanks|thank you|right|correct|or (?:not|no|what)|really|for (?:sure|real|certain)|properly|ok|okay|too|today|at last|finally|again|with (?:it|that|this)|for (?:me|us)))*\W*$`;
const whole = (body: string, end = close): RegExp => new RegExp(`${lead}(?:${body})${end}`, "i");

const all = String.raw`(?:all|everything|both|it|that|this|they)(?: (?:of )?(?:it|that|this|them|those|is|are))?`;
const subject = String.raw`(?:(?:is|was|has|have|are|were|isn['’]?t|hasn['’]?t|wasn['’]?t) ${all}|${all}(?:['’]?s| is| are| was| has| have)?)`;
const filling = String.raw`(?: (?:been|all|really|now|already|both|actually|just|fully|completely))*`;
/** What befalls a thing or is so of it, beginnings of verbs: nobody here does it for her. */
const mishap = String.raw`delay|damag|discount|rais|increas|reduc|lower|dropp|pric|overcharg|crack|scratch|stain|dent|ripp|ruin|smash|spoil|expir|open|wash|discontinu|restock`;
/** How something stands that we do; what comes about elsewhere, such as a delivery, is nothing that we have done. */
const done = String.raw`(?:done|set|through|complete|ok(?:ay)?|good|in order|taken care of|gone through|on its way|made|sent|paid(?: back)?|put back|(?!(?:deliver|arriv|shipp|receiv|allow|need|suppos|includ|interest|us|bas|confus|wast|limit|guarante|${mishap}|charg|pack|test)(?:ed|d)\b)[a-z]{2,}ed(?: (?:back|up|off))?)`;
const mineToDo = String.raw`(?:i|we)(?: (?:still|also|now))? (?:have|need|must|should|can|had|got|ought)(?: to)?`;

const isSure = whole(
  String.raw`(?:(?:are|r) )?(?:you|u|ya)(?: (?:really|quite|absolutely|very|completely|totally|100 ?%?))* (?:sure|certain|positive)(?:\W+(?:about|of|that|thats|this|it|its|s|is|everything|all|there|they|theyre|ll|re|will|be|here|by|then|in|time|on|coming|come|comes|going|gets|get|was|were|been|done|set|right|correct|ok|okay|true|so|not|i|you|have|has|need|nothing|more|else|to|do|worked|went|through|[a-z]+ed)){0,8}`,
);
const isAll = [
  whole(
    String.raw`(?:(?:is|was) (?:that|this|it)|that['’]?s|thats|that is)(?: (?:really|now))? (?:all|everything|it)(?: (?:that )?(?:there is|${mineToDo}(?: (?:do|know|say|send|bring|tell you))?))?`,
    String.raw`(?:\W+(?:now|then|please|thanks|right|correct|really|or (?:not|no)|ok|okay|for now))*\W*\?*\W*$`,
  ),
  whole(
    String.raw`(?:is there |was there )?(?:any ?thing|something)(?: else| more)?(?: left)?(?: (?:for (?:me|us)|(?:that )?${mineToDo}))?(?: to)? do(?: (?:for|about) (?:it|that|this))?`,
  ),
  whole(
    String.raw`(?:do|must|should) (?:i|we)(?: (?:still|now|also))? (?:(?:have|need) to )?do (?:any ?thing|something)(?: else| more)?|what else (?:do|must|should) (?:i|we) (?:(?:have|need) to )?do`,
  ),
];
const isDone = whole(
  String.raw`${subject}${filling} ${done}|(?:did|has|have|does) ${all}${filling} (?:work(?:ed)?|go(?:ne)? (?:through|well|ok(?:ay)?)|happen(?:ed)?|succeed(?:ed)?)`,
);
const whatWasDone = whole(
  String.raw`(?:did|have|has|had|didn['’]?t|haven['’]?t)(?: not)? (?:you|u|ya)(?: (?:already|really|actually|just|even|also|now))* (?!(?:get|got|receive|received|like|find|found|see|seen|know|read|hear|mean|want|have|had|check|charge|charged|need|try|lose|lost|forget|forgot|notice|noticed|call|phone|ask|look|break|broke|broken|tear|tore|drop|sell|sold|use|pack|packed|test|(?:${mishap})(?:e|ed|d)?)\b)[a-z]+(?: (?:me|us|out|off))? (?:it|that|this|them|both|everything|(?:the|my|our|a|that|this) (?!(?:[a-z-]+ )?(?:prices?|costs?|fees?|polic(?:y|ies)|terms)\b)[a-z-]+(?: [a-z-]+)?)(?: (?:back|off|out|to me|to us))?|what (?:exactly )?(?:have you|did you|has been|was)(?: (?:just|now))? (?:done|do)`,
);
const longest = 14;

/** Null for every message that says anything else. A plain "that's all" tells, and asks nothing. */
export function readWhetherDone(text: string): AsksWhetherDone | null {
  if (text.trim().split(/\s+/).length > longest) return null;
  if (isSure.test(text)) return "isSure";
  const isAsked = /\?/.test(text) || asks.test(text);
  if (isAsked && isAll.some((pattern) => pattern.test(text))) return "isAll";
  if (isAsked && isDone.test(text)) return "isDone";
  return whatWasDone.test(text) ? "whatWasDone" : null;
}

const asks = new RegExp(
  String.raw`${lead}(?:is|was|has|have|did|do|does|are|were|must|should|isn['’]?t|hasn['’]?t|wasn['’]?t|what|any ?thing)\b|\bor (?:not|no|what)\W*$|\b(?:confirm|check)\b`,
  "i",
);
