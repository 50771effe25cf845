/** A customer with how likely she is the one who is named, from 0 to 1, and what speaks for it. */
export type RankedCustomer = { customerRef: string; name: string; confidence: number; because: string };

type Candidate = { customerRef: string; name: string };

/** From here on a customer is taken to be meant, if no other is nearly as likely. */
const meantFrom = 0.8;
const leadNeeded = 0.1;

/** Everybody who might be meant by a name, the likeliest first; each way is tried, and the best of them counts. */
export function rankCustomers(candidates: readonly Candidate[], name: string): readonly RankedCustomer[] {
  const wanted = wordsOf(name);
  return candidates
    .flatMap((candidate) => {
      const found = ways.flatMap((way) => way(wanted, wordsOf(candidate.name)) ?? []);
      const [best] = found.toSorted((one, other) => other.confidence - one.confidence);
      return best === undefined ? [] : [{ ...candidate, ...best }];
    })
    .toSorted((one, other) => other.confidence - one.confidence);
}

/** Who is meant, if the search leaves no choice: of two with one name it is neither. */
export function clearlyNamed([best, second]: readonly RankedCustomer[]): RankedCustomer | null {
  if (best === undefined || best.confidence < meantFrom) return null;
  return best.confidence - (second?.confidence ?? 0) < leadNeeded ? null : best;
}

type Likeness = { confidence: number; because: string };
type Way = (wanted: readonly string[], words: readonly string[]) => Likeness | null;

const byName: Way = (wanted, words) =>
  wanted.join(" ") === words.join(" ") ? { confidence: 1, because: "has this name" } : null;

const byOrder: Way = (wanted, words) =>
  wanted.toSorted().join(" ") === words.toSorted().join(" ")
    ? { confidence: 0.95, because: "has these names in another order" }
    : null;

/** A middle name more or less. */
const byFirstAndLast: Way = (wanted, words) => {
  const isShorter = Math.min(wanted.length, words.length) === 2 && wanted.length !== words.length;
  const isSame = wanted[0] === words[0] && wanted.at(-1) === words.at(-1);
  return isShorter && isSame ? { confidence: 0.9, because: "has this first and last name" } : null;
};

/** A slip or two in the whole name; short words bear none. */
const bySpelling: Way = (wanted, words) => {
  if (wanted.length !== words.length) return null;
  const slips = wanted.map((word, index) => slipsBetween(word, words[index] ?? ""));
  const isNear = slips.every((count, index) => count === 0 || count <= mostSlips(wanted[index] ?? ""));
  const total = slips.reduce((sum, count) => sum + count, 0);
  if (!isNear || total === 0 || total > 3) return null;
  return { confidence: (95 - 5 * total) / 100, because: "has nearly this name" };
};

/** "H. Winter" may be many. */
const byInitial: Way = ([first = "", ...others], [firstOfHers = "", ...othersOfHers]) =>
  first.length === 1 && firstOfHers.startsWith(first) && others.join(" ") === othersOfHers.join(" ")
    ? { confidence: 0.6, because: "has this initial and last name" }
    : null;

const ways: readonly Way[] = [byName, byOrder, byFirstAndLast, bySpelling, byInitial];

/** Without accents, signs and capitals; ue, oe and ae as u, o and a, as who has no umlauts writes them. */
function wordsOf(name: string): readonly string[] {
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
  const words = plain.split(/[^\p{L}]+/u).filter((word) => word !== "");
  return words.map((word) => word.replaceAll(/([aou])e/g, "$1"));
}

function mostSlips(word: string): number {
  if (word.length <= 3) return 0;
  return word.length <= 5 ? 1 : 2;
}

/** How many letters are wrong, missing, too many or changed places with their neighbours (optimal string alignment). */
function slipsBetween(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const above = rows[row - 1] ?? [];
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const steps = [
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
        ...(isSwapped ? [(rows[row - 2]?.[column - 2] ?? 0) + 1] : []),
      ];
      current.push(Math.min(...steps));
    }
    rows.push(current);
  }
  return rows[one.length]?.[other.length] ?? 0;
}
