/**
 * What customers call an item against what the shop calls it. A word that is in neither list tells nothing: “the birthday
 * present” may be anything.
 */

/** By the word in the shop's name of an item: the words by which customers mean it too. */
const articles: readonly (readonly [shop: RegExp, others: string])[] = [
  [/\bsneaker/, "sneaker trainer shoe"],
  [/\bshoe/, "shoe"],
  [/\bboot/, "boot welly wellie wellington shoe"],
  [/\bsandal/, "sandal flip-flop flipflop shoe"],
  [/\bshirt/, "shirt t-shirt tshirt tee blouse"],
  [/\blegging/, "legging tights pants trousers"],
  [/\bhat\b/, "hat cap beanie"],
  [/\bpajama/, "pajama pyjama"],
  [/\bcardigan/, "cardigan sweater jumper pullover"],
  [/\bjacket/, "jacket coat raincoat anorak parka"],
  [/\bcoat/, "coat jacket parka anorak"],
  [/\bdungaree/, "dungaree overall pants trousers"],
  [/\bsnow set/, "set snowsuit suit jacket coat pants trousers"],
  [/\bski suit/, "suit snowsuit overall"],
];
/** Things that people wear and that this shop has none of, or not under that name. */
const foreign = "dress skirt sock glove mitten scarf jeans shorts hoodie sweatshirt slipper swimsuit";

/** The shop's name of a color, and the names that customers may give it. */
const colors: readonly (readonly [shop: string, others: string])[] = [
  ["blue", "blue navy"],
  ["coral", "coral orange pink red"],
  ["moss", "moss green"],
  ["black", "black"],
  ["navy", "navy blue black"],
  ["yellow", "yellow"],
  ["teal", "teal green blue turquoise"],
  ["red", "red"],
  ["tan", "tan brown beige"],
  ["white", "white"],
  ["brown", "brown"],
  ["grey", "grey gray"],
  ["rust", "rust orange red brown"],
  ["sky", "sky blue"],
  ["green", "green"],
  ["plum", "plum purple"],
  ["sand", "sand beige brown"],
  ["rose", "rose pink"],
  ["oat", "oat beige cream white"],
  ["denim", "denim blue"],
  ["ice", "ice blue white"],
  ["orange", "orange"],
];

const articleWords = wordSet([...articles.map(([, others]) => others), foreign]);
const colorWords = wordSet(colors.map(([, others]) => others));

/**
 * Whether an item of the shop may be what she names: no thing that she names is another one, and no color of hers is another.
 * True also where she names neither.
 */
export function mayBeCalled(name: string, said: string): boolean {
  const words = wordsOf(said);
  const called = words.filter((word) => articleWords.has(word));
  const colored = words.filter((word) => colorWords.has(word));
  const plain = name.toLowerCase();
  const own = articles.flatMap(([shop, others]) => (shop.test(plain) ? others.split(" ") : []));
  const shades = colors.flatMap(([shop, others]) => (wordsOf(plain).includes(shop) ? others.split(" ") : []));
  const isOwn = called.length === 0 || own.length === 0 || called.some((word) => own.includes(word));
  return isOwn && (shades.length === 0 || colored.every((word) => shades.includes(word)));
}

/** Words of a text; one with an `s` at its end that is known here without it counts without it. */
function wordsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\d]+(?:-\p{L}+)*/gu) ?? [];
  return words.map((word) => (articleWords.has(word) ? word : word.replace(/s$/, "")));
}

function wordSet(lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(" ")));
}
