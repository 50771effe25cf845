import { wordCount } from "./word-count.ts";

/** A part of a message; one that follows a bare comma goes on with the same request rather than beginning another. */
export type RequestPart = { text: string; continues: boolean };

/** The parts of a message, each of which may ask for something of its own, without those that only seem to ask. */
export function requestParts(text: string): RequestPart[] {
  const parts = sentencesOf(text).flatMap(clausesOf);
  const present = parts.filter((part) => !isPast(part.text));
  return joinReferring(present.length === 0 ? parts : present);
}

/** A clause of a sentence; one is `added` when more than a comma joins it to what stands before. */
export type Clause = { text: string; isAdded: boolean };

/** Each sentence of a message with all that might be a clause of its own, also where none of them asks for anything. */
export function finestParts(text: string): { sentence: string; clauses: readonly Clause[] }[] {
  const sentences = sentencesOf(text).map((sentence) => ({ sentence, clauses: finestClauses(sentence) }));
  const present = sentences.filter(({ sentence }) => !isPast(sentence));
  return present.length === 0 ? sentences : present;
}

function finestClauses(sentence: string): Clause[] {
  const pieces = sentence.split(anyJoint);
  const clauses = pieces
    .flatMap((piece, index) =>
      index % 2 === 0
        ? [{ text: piece, isAdded: /[^\s,;:/]/.test(pieces.slice(Math.max(0, index - 1), index).join("")) }]
        : [],
    )
    .filter((clause) => wordCount(clause.text) >= 2);
  const present = clauses.filter((clause) => !isPast(clause.text));
  return present.length === 0 ? clauses : present;
}

/** What joins two clauses, kept between them. */
const anyJoint =
  /(\s*(?:(?:[,;:/]\s\s*)?(?:\b(?:and|n|but|then|also|besides|by the way|btw|oh|while|whereas|as well as|while (?:we|you|i)(?:['’]?re|['’]?m| are| am) at it|after that|on top of that)\b|&|\+)|[,;:/]\s)\s*)/i;

function sentencesOf(text: string): string[] {
  const sentences = text
    .replaceAll(/\r/g, "")
    .replaceAll(introduction, " ")
    .split(/(?<=[.!?;…])\s+|\n+|\s+[-–—]\s+|\s+(?=[2-9][.)]\s)/)
    .map((sentence) => sentence.trim().replace(countedFrame, "").replace(counted, ""))
    .filter((sentence) => /[a-z]{2}/i.test(sentence) && !isFrame(sentence));
  const kept = withoutRefused(withoutRetracted(sentences));
  return kept.flatMap((sentence) => withoutDenied(sentence));
}

/** "I am kim@example.org" says who writes, and asks for nothing. */
const introduction =
  /\b(?:i am|i['’]?m|this is|it['’]?s|it is|here is)\s+[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:\s*,?\s*and\b)?/gi;

/** "Cancel my order. No wait, just change the address": what stands before is taken back. */
function withoutRetracted(sentences: readonly string[]): readonly string[] {
  const from = sentences.findLastIndex((sentence) => retraction.test(sentence));
  if (from < 1) return sentences;
  const said = sentences
    .slice(from)
    .map((sentence, index) => (index === 0 ? sentence.replace(retraction, "") : sentence));
  const left = said.filter((sentence) => /[a-z]{2}/i.test(sentence));
  return left.length === 0 ? sentences : left;
}

const retraction =
  /^\W*(?:oh,?\s+)?(?:no,?\s+wait|wait,?\s+no|actually,?\s+no|no,?\s+actually|no,?\s+sorry|sorry,?\s+no|scratch that|strike that|on second thoughts?|forget (?:that|what i (?:said|wrote))|(?:sorry,?\s+)?i meant?)\b[\s,.:!–-]*/i;

/** "I do not want to cancel anything" asks for nothing, where something else does. */
function withoutRefused(sentences: readonly string[]): readonly string[] {
  const left = sentences.filter((sentence) => !refusal.test(sentence) && !destination.test(sentence));
  return left.length === 0 ? sentences : left;
}

/** "Please mail it to kim@example.org" says where to, of what was asked for before. */
const destination =
  /^\W*(?:(?:and|then|please|just|can you|could you)\s+)*(?:e-?mail|mail|send|forward)\s+(?:it|them|that|this)\s+to\s+[\w.+-]+@\S+\W*$/i;

const refusal =
  /^\W*(?:(?:but|and|so|first|please note that)\s+)*(?:i|we)\s+(?:really\s+|certainly\s+)?(?:do not|don['’]?t|did not|didn['’]?t)\s+(?:want|wish|mean|intend|plan)\s+(?:you\s+)?to\s+(?:cancel|return|exchange|refund|send|stop|close|end|pause|change|complain)\b[^,;]*$/i;

/** Does a clause only say what she does not want? "I'm not after a refund." */
export function isRefused(clause: string): boolean {
  return notWished.test(clause);
}

const notWished =
  /\brather not\s+(?:cancel|return|exchange|refund|send|stop|close|end|pause|change|lose)\b|\b(?:i['’]?m|i am|we['’]?re|we are)?\s*not\s+(?:looking for|after|asking for|interested in)\b|\b(?:do not|don['’]?t|not|no)\s+(?:want|wish|need|mean|intend|plan)\s+(?:to\s+(?:cancel|return|exchange|refund|stop|close|end|pause)\b|(?:my\s+|the\s+|any\s+|a\s+|your\s+)?(?:money|refund|replacement|voucher|credit)\b)/i;

/** "How do I do that?" asks how to go on with what was said before. */
export function isEmptyQuestion(text: string): boolean {
  return emptyQuestion.test(text);
}

const emptyQuestion =
  /^\W*(?:(?:so|and|but|please|tell me)\W+)*(?:(?:how|what) (?:do|can|should|shall|would|must|could|may|might) (?:i|we) (?:do|go about|proceed|get (?:it|this|that) (?:done|changed|sorted))(?: (?:it|that|this|about it|now|here|next|then|then now|in your system))*|what (?:are|is) the (?:next )?(?:steps?|procedure|process)|what next|what now|how does (?:it|this|that) work|how (?:to|do i) proceed|is (?:it|that|this) (?:possible|feasible|ok|okay|all right|alright|doable)|(?:is )?something (?:is )?wrong|any idea(?:s)?(?: when| how| why)?|(?:please )?(?:correct|fix|sort|change|mend|settle|look into) (?:that|this|it)(?: out)?)(?: for me| please| pls)?\W*$/i;

/** "Two things:" and "First," say only that something follows. */
const countedFrame =
  /^(?:i have |there are |just )?(?:a couple of|a few|two|three|four|several|[234]) (?:\w+ )?(?:things|questions|requests|points|matters|issues|wishes)\b[^:.!?]{0,20}[:.!?]\s*/i;
const counted =
  /^(?:(?:and\s+)?(?:first|second|third|last|final|next)(?:ly)?(?:\s+of all)?\s*[,:]\s*|[1-9a-d][.)]\s*|[*•]\s*)/i;

/** Has it the form of a wish or a question, or is it a story? */
export function asksForSomething(text: string): boolean {
  return asking.test(text);
}

/** Does it only ask what would be, rather than for it to be done? */
export function isHypothetical(text: string): boolean {
  return hypothetical.test(text);
}

const hypothetical =
  /\bwhat (?:would |will |does )?happens?\b|\bwhat(?:['’]?s| is| are| does| would| about)? (?:if\b|the (?:policy|rules?|cut[- ]?off|deadline)\b|your (?:\w+ )?(?:policy|rules?)\b)|\bsuppos(?:e|ing) (?!to)|\bhypothetical|\bin (?:theory|general|principle)\b|\bgenerally\b|\bas a rule\b|\b(?:just|only|merely) (?:asking|curious|wondering|want(?:ed)? to (?:know|understand))\b|\bout of curiosity\b|\bfor (?:future )?reference\b|\bbefore (?:i|we) (?:order|sign|join|buy|decide|commit)\b|\bif (?:i|we|someone|somebody|one) (?:were to|was to|ever|should|wanted to|decide[ds]?)\b|\b(?:would|will|do|does|can|could|may) (?:i|we|one|you|it|my \w+)\b[^.!?]*\bif (?:i|we|someone|somebody|one|they|it)\b|\bif (?:[\w’']+ ){1,3}were to\b|\bif (?:i|we|someone|somebody|one) (?:orders?|buys?|signs? up|joins?)\b|\bif (?:i|we|someone|somebody|one)\b[^.!?]*,? (?:would|will|do|does|can|could|what|how|is|am) \w+[^.!?]*\?|\bhow (?:long|late|early|often|many days|many times)\b[^.!?]*\b(?:can|may|do|does|would|will|should)\b|\b(?:not|n['’]t) (?:doing|ordered|ordering|cancell?ing|returning) (?:it|anything|that)? ?yet\b|\bhaven['’]?t (?:bought|ordered)\b|\b(?:is|are) (?:it|that|there|they|returns?|exchanges?|delivery|shipping|the \w+)\b[^.!?]{0,12}\b(?:free|for free|free of charge|fees?|charges?|costs?|allowed|a limit)\b|\bdo(?:es)? (?:it|that|this|an? \w+|\w+ing)\b[^.!?]{0,12}\b(?:cost|costs)\b|\bam i allowed\b/i;

/** Does it tell of a change as made already, without asking for it? "The boxes were stopped for the summer." */
export function tellsOfDone(text: string): boolean {
  return done.test(text) && !asksForSomething(text);
}

const done =
  /\bhad been [a-z]+(?:ed|t|n)\b|\b(?:was|were|been) (?:told|promised|assured)\b|\b(?:was|were|been|has|have|had|got|is|are|['’]s|['’]re|['’]ve)(?: (?:just|all|now|already|only|been|both|still))* (?:stopped|paused|cancell?ed|suspended|frozen|halted|skipped|returned|exchanged|swapped|replaced|refunded|moved|changed|rescheduled|postponed|reset|upgraded|downgraded|switched|ended|closed|resumed|restarted|unsubscribed|sent back|on hold|put (?:on|back))\b|\b(?:i|we|you|they|she|he|somebody|someone) (?:just |already |then |did )?(?:stopped|paused|cancell?ed|suspended|froze|halted|skipped|returned|exchanged|swapped|replaced|refunded|moved|changed|rescheduled|postponed|upgraded|downgraded|switched|ended|closed|resumed|restarted|unsubscribed)\b/i;

/** Does a sentence begin as one that adds to what was asked for before? */
export function goesOn(sentence: string): boolean {
  return additive.test(sentence);
}

const additive =
  /^[^\w&+]*(?:(?:and|also|plus|moreover|furthermore|besides|in addition|additionally|incidentally|another thing|on top of that|apart from that|oh and|as well|one more thing|by the way|btw)\b|[&+])/i;

/** Does it tell of a trouble or of something new that is for us to settle, without asking for anything? */
export function asksBetweenTheLines(text: string): boolean {
  return trouble.test(text);
}

const trouble =
  /^(?:also|besides|by the way|btw)\b|\b(?:i|we)?\s*(?:can'?t|cannot|could not|couldn'?t|was|were|am|got)\s+(?:log|sign|get in|remember|find|charged|billed|debited|locked)\b|\byou(?:'ve| have)?\s+(?:charged|billed|debited|took|sent|forgot|delivered)\b|\bmy (?:new |other )?(?:e-?mail|mail|address|parcel|order|package)\b[^.!?]*\b(?:is|has|never|did|changed)\b|\bthere(?:['’]?s| is| are)\b[^.!?]*\b(?:charge|payment|debit)/i;

const asking =
  /\?|\b(?:please|pls|plz|kindly)\b|\b(?:i|we)(?:'d| would| should| do)?\s+(?:really\s+|also\s+|just\s+)?(?:want|wanna|need|like to|would like|like|wish|ask|demand|expect|request|prefer)\b|\b(?:can|could|would|will|may|might)\s+(?:you|u|i|we|my|the|it|one|somebody)\b|^\W*(?:(?:and|then|also|but|so|now|just)\s+)*(?:cancel|stop|send|change|switch|swap|move|pause|hold|end|start|restart|refund|exchange|use|get|put|give|tell|take|make|set|reset|update|quit|keep|let|show|check|find|call off|turn|book|need|skip|resume|unpause|freeze|unfreeze|return|replace|upgrade|downgrade|go (?:back )?(?:to|with)|scrap|scratch|drop|close|cease|remove|delete|undo|explain|unsubscribe|reschedule|postpone|rebook|deliver|ship|redirect|forward|bring|leave|don['’]?t|do not|where|wheres|when|what|whats|how|why|who|which|is|are|do|does|has|have|no more)\b|\b(?:i|we)(?:['’]?d| would) (?:appreciate|love|be (?:glad|grateful|happy|obliged))\b|\b(?:i|we) (?:think (?:i|we) )?deserve\b/i;

/** Salutations and closings; names follow them. "Hi need to cancel my order" is a wish. */
function isFrame(sentence: string): boolean {
  const after = sentence.replace(salutation, "");
  return after === sentence ? closing.test(sentence) : !asksForSomething(after) && wordCount(after) <= mostNames;
}

const mostNames = 3;
const salutation = /^(?:dear|hello|hi+|hiya|hey+|good (?:morning|day|evening|afternoon))\b[\s,!.]*/i;
const closing =
  /^((kind|best|warm|many)? ?(regards|wishes|thanks)|yours|sincerely|kindly(?=\W*$|,)|cheers)\b[^.?!]{0,30}[,.]?$/i;

/** "and" or a comma begins a new request only where a new verb or question follows. */
const joint =
  /(?:,|\band\b|\bbut\b|,\s*and)\s+(?=(?:please|pls|also|then|now|today|this time|i|i'd|i'm|we|we'd|can|could|would|where|when|what|how|is|do|does|has|have|cancel|stop|send|change|switch|swap|move|pause|hold|end|start|refund|exchange|use|my|get|put|call|don'?t|no)\b)|\b(?:also|besides|by the way|btw|as well as)\b[,:]?\s*/gi;

/** "Please mail it to me" goes on with what was said before: "it" is nothing by itself. */
function joinReferring(parts: readonly RequestPart[]): RequestPart[] {
  const joined: RequestPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && referring.test(part.text))
      joined.splice(-1, 1, { ...last, text: `${last.text} ${part.text}` });
    else joined.push(part);
  }
  return joined;
}

const referring = /^\W*(?:(?:and|then|please|just|can you|could you|would you)\s+)*\w+\s+(?:it|them|that)\b/i;

function clausesOf(sentence: string): RequestPart[] {
  const clauses: RequestPart[] = [];
  let from = 0;
  let continues = false;
  const take = (to: number): void => {
    const text = sentence.slice(from, to).trim();
    const last = clauses.at(-1);
    if (last !== undefined && text.split(/\s+/).length < 3) last.text = `${last.text} ${text}`;
    else if (text !== "") clauses.push({ text, continues });
  };
  for (const match of sentence.matchAll(joint)) {
    take(match.index);
    from = match.index + match[0].length;
    continues = match[0].trim() === ",";
  }
  take(sentence.length);
  return clauses;
}

/** "I don't want X, just Y" asks for Y. */
function withoutDenied(sentence: string): string[] {
  const match = denial.exec(sentence);
  const wish = match?.groups?.["wish"]?.trim() ?? "";
  if (match === null || wish.split(/\s+/).length < 2) return [sentence];
  const before = sentence.slice(0, match.index).trim();
  const named = naming(wish, match[0]);
  return before.split(/\s+/).length < 4 ? [named] : [before, named];
}

/** "Don't cancel my fitting, just move it" asks to move my fitting. */
function naming(wish: string, denied: string): string {
  const thing = /\b(?:my|our|the|this)\s+[a-z]+/i.exec(denied)?.[0];
  return thing === undefined ? wish : wish.replace(/\b(?:it|them|that)\b/i, thing);
}

const denial =
  /(?:\b(?:i|we)\s+(?:really\s+)?(?:do not|don'?t|dont|did not|didn'?t)\s+(?:want|wish|need|care|mean|ask|like)\b|\bnot\s+(?:asking|looking|after|interested|cancell?ing|a|the)\b|\b(?:please\s+)?(?:do not|don'?t|dont)\s+(?:refund|cancel|exchange|send money|return)\b|\bno\s+(?:refund|exchange|return|money)\b|\bnever mind\b)[^.;!?]*?[,;:–-]?\s+(?:but|just|only|simply|rather|instead|i'd (?:just )?(?:like|rather)|i (?:just )?want|what i)\b(?<wish>.*)/i;

/** What was, and is told only as a story: a time gone by, and nothing that is wished for now. */
function isPast(part: string): boolean {
  return gone.test(part) && !wish.test(part);
}

const gone =
  /^(?:\W*(?:and|so|well|then|but)\s+)*(?:(?:last|the other) (?:week|month|year|time|spring|summer|autumn|fall|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|in (?:spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december)|once|previously|earlier|a (?:while|week|month|year) ago|back then)\b|\b(?:months?|years?) ago\b|\b(?:had|'d) (?:asked|told|put|paused|cancell?ed|written|returned|requested|ordered)\b|\b(?:i|we|you|they)(?:['’]?ve| have)? already (?:sent|got|had|gave|given|did|done|tried|returned|replaced|exchanged|refunded|cancell?ed|paused)\b|\b(?:cancell?ed|returned|exchanged|swapped|paused)\b[^.!?]*\b(?:last (?:year|month|week|time|spring|summer|autumn|fall|winter)|once|back then)\b/i;
const wish =
  /\b(?:now|this time|today|please|would like|i'd like|want|need|can you|could you|still|again|where|when will|how)\b|\?/i;
