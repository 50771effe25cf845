import { wordsOf } from "./words.ts";

/** How like a text is to the examples of each label, from 0 to 1. */
export type Classifier = (text: string) => readonly { label: string; score: number }[];

type Vector = ReadonlyMap<string, number>;

/**
 * Compares words and pairs of words, weighted by how few labels use them, with every example, and adds the best three.
 * Local, and the same for the same examples.
 */
export function classifierOf(examples: ReadonlyMap<string, readonly string[]>): Classifier {
  const weights = weightsOf(examples);
  const vectors = [...examples].map(([label, texts]) => ({
    label,
    vectors: texts.map((text) => vectorOf(text, weights)),
  }));
  return (text) => {
    const vector = vectorOf(text, weights);
    return vectors
      .map(({ label, vectors: known }) => ({ label, score: nearness(vector, known) }))
      .toSorted((one, other) => other.score - one.score);
  };
}

function nearness(vector: Vector, known: readonly Vector[]): number {
  const scores = known.map((example) => cosine(vector, example)).toSorted((one, other) => other - one);
  const [first = 0, second = 0, third = 0] = scores;
  return 0.7 * first + 0.2 * second + 0.1 * third;
}

function termsOf(text: string): string[] {
  const words = wordsOf(text);
  const pairs = words.slice(1).map((word, index) => `${words[index] ?? ""} ${word}`);
  return [...words, ...pairs];
}

/** A word that many procedures' examples have says little about which is meant. */
function weightsOf(examples: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const labelsOf = new Map<string, Set<string>>();
  for (const [label, texts] of examples) {
    for (const term of texts.flatMap(termsOf)) {
      const labels = labelsOf.get(term) ?? new Set<string>();
      labelsOf.set(term, labels.add(label));
    }
  }
  return new Map([...labelsOf].map(([term, labels]) => [term, Math.log(1 + examples.size / labels.size)]));
}

/** A word that no example has counts a little: it makes the text less like all of them. */
const unknownWeight = 0.35;

function vectorOf(text: string, weights: ReadonlyMap<string, number>): Vector {
  const vector = new Map<string, number>();
  for (const term of new Set(termsOf(text))) {
    const weight = weights.get(term) ?? (term.includes(" ") ? 0 : unknownWeight);
    if (weight > 0) vector.set(term, weight);
  }
  return vector;
}

function cosine(one: Vector, other: Vector): number {
  let product = 0;
  for (const [term, weight] of one) product += weight * (other.get(term) ?? 0);
  const lengths = Math.sqrt(sumOfSquares(one) * sumOfSquares(other));
  return lengths === 0 ? 0 : product / lengths;
}

function sumOfSquares(vector: Vector): number {
  let sum = 0;
  for (const weight of vector.values()) sum += weight * weight;
  return sum;
}
