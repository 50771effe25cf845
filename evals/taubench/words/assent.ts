import type { JsonObject } from "@purser/contract";
import type { Turn } from "../replay/recorded.ts";
import { plain, saidBy } from "./said.ts";

/** What she says yes with. */
const yes = new RegExp(
  [
    /\b(?:yes|yeah|yep|yup|ya|oui|d'accord|bien sûr|sure|okay|ok|absolutely|certainly|definitely|exactly|indeed|correct|right|agreed|affirmative)\b/,
    /\b(?:i (?:do )?(?:confirm|agree|accept|approve|authorize)|i would|i'd like (?:to|that|you)|confirmed|confirm(?:ing)?|consider it confirmed)\b/,
    /\b(?:go ahead|proceed|go for it|do (?:it|that|so|both|all)|make it so|carry on|continue|move forward|go with|let(?:'s|s| us| me)|all (?:set|good|correct|right))\b/,
    /\b(?:sounds?|looks?|seems?|that'?s|that is|it'?s|all|everything'?s?|is) (?:\w+ ){0,2}(?:good|great|perfect|fine|right|correct|accurate|okay|ok|it|wonderful|ideal|excellent)\b/,
    /\b(?:perfect|fine|alright|great|works for me|nailed it|got it right|i'll (?:take|go|accept)|i want (?:to|you))\b/,
    /\b(?:please|just|you can|kindly) (?:\w+ )?(?:cancel|return|exchange|update|change|modify|book|use|refund|process|make|add|upgrade|apply|submit|start|send|switch|finali[sz]e|issue|complete|charge|credit|place|set|initiate|do|help|swap|put|confirm)\b/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

/** What takes a yes back, or puts it off. */
const no =
  /^(?:no|nope|nah|not yet|not quite|wait|hold on|stop|never ?mind|actually,? (?:no|wait|don't)|don't|do not)\b/;
const afterAll =
  /\b(?:yes|go ahead|proceed|confirm|looks? good|sounds? good|that'?s (?:all|correct|right|everything|it|fine))\b/;

/** What an agent asks for a yes with. */
const asks =
  /\?|\b(?:confirm\w*|proceed\w*|go ahead|let me know|please (?:provide|specify|reply|respond|say|type)|would you like|say ["']?yes|\(yes|yes\/no|shall i|should i|agree)/;

/**
 * Whether the recorded words hold the customer's assent to a write: an agent put the change to her, with something of
 * what it is about, and her last message says yes and takes nothing back. Patterns, so it may err; the guard of a
 * deployment never reads assent this way.
 */
export function assents(turns: readonly Turn[], call: { tool: string; args: JsonObject }): boolean {
  const lastCustomer = turns.findLastIndex(({ role }) => role === "customer");
  const answer = turns[lastCustomer];
  const asking = turns.slice(0, lastCustomer).findLast(({ role }) => role === "agent");
  if (answer?.role !== "customer" || asking?.role !== "agent") return false;
  const said = plain(answer.text).trim();
  if (!yes.test(said) || (no.test(said) && !afterAll.test(said.replace(no, "")))) return false;
  const put = plain(asking.text);
  if (!asks.test(put) || (wantsToKnow.test(put) && !wantsYes.test(put))) return false;
  const since = turns.slice(lastWrite(turns.slice(0, lastCustomer)) + 1, lastCustomer + 1);
  return isAbout(saidBy("agent", since), call) || (goesOn.test(put) && isAbout(saidBy("customer", since), call));
}

/** An agent who asks whether to go on means what was asked for. */
const goesOn = /\b(?:proceed|go ahead|confirm)\b/;

/** What was said before it was about another change. */
function lastWrite(turns: readonly Turn[]): number {
  return turns.findLastIndex((turn) => turn.role === "call" && turn.write);
}

/** A question for what is not known yet, and one for a yes. */
const wantsToKnow =
  /\b(?:provide|specify|double-check|which|(?:how|what)(?: else)? (?:can|may|could|would|do|is|are)\b|let me know (?:what|which|how|if there))/;
const wantsYes =
  /\b(?:confirm|proceed|go ahead|(?<!(?:what|which|how|when|where) )would you (?:like|prefer)|shall (?:i|we)|should (?:i|we|the)|do you want|yes|oui|(?:is|are|does) (?:that|this|it|these|everything)\b|just)\b/;

/** What each kind of change is called. */
const about: readonly (readonly [RegExp, RegExp])[] = [
  [/cancel/, /\bcancel|\brefund/],
  [/return/, /\breturn|\brefund|\bsend (?:it|them) back/],
  [/exchange/, /\bexchang|\breplac|\bswap|\bswitch|\bchang/],
  [/address/, /\baddress|\bship/],
  [/payment/, /\bpay|\bcard|\bmethod/],
  [/pending_order_items/, /\bmodif|\bchang|\bexchang|\breplac|\bswap|\bswitch|\bupdat|\bupgrad/],
  [/book/, /\bbook|\breserv|\bflight/],
  [/reservation_flights/, /\bflight|\bcabin|\bclass|\bupgrad|\bchang|\bmodif|\bdowngrad/],
  [/baggage/, /\bbag|\bluggage|\bsuitcase/],
  [/passengers/, /\bpassenger|\bname/],
  [/certificate/, /\bcertificate|\bcompensat|\bvoucher/],
];

function isAbout(texts: readonly string[], { tool, args }: { tool: string; args: JsonObject }): boolean {
  const text = texts.join("\n");
  const isNamed = about.some(([kind, words]) => kind.test(tool) && words.test(text));
  return isNamed || detailsOf(args).some((detail) => text.includes(detail));
}

/** Ids, numbers of cards, names and places that stand in the arguments. */
function detailsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return value.length < 4 ? [] : [plain(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(detailsOf) : [];
}
