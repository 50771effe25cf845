import type { Features } from "./features.ts";

/** `place`, by its text alone, is where it stands among the others: a further example moves none that were there. */
export type LabelledExample = { label: string; features: Features; place: number };

/** The evidence for each label, in the order of `labels`: logits, without unit. */
export type LinearClassifier = { labels: readonly string[]; logitsOf: (features: Features) => Float64Array };

/** A text as the columns that it has and their values, of length one together. */
type Row = { columns: Int32Array; values: Float64Array };

const stepSize = 0.3;
const decay = 1e-4;
/** A smaller miss teaches too little to be worth the time. */
const leastMiss = 5e-3;
/** A word that no example has makes all evidence weaker, by this part of its weight. */
const unknownPart = 0.3;
const biasValue = 0.3;

/**
 * Multinomial logistic regression over sparse features, trained by stochastic descent with a step for each weight
 * (AdaGrad). The order of the examples follows from their texts, so the same examples give the same classifier, and one more
 * changes little. An epoch is one walk through all examples.
 */
export function trainClassifier(examples: readonly LabelledExample[], epochs: number): LinearClassifier {
  const labels = [...new Set(examples.map(({ label }) => label))].sort();
  const { rowOf, rowOfExample, width } = rowReader(examples);
  const rows = examples.map(({ features, label }) => ({ row: rowOfExample(features), target: labels.indexOf(label) }));
  const weights = new Float64Array(width * labels.length);
  const squares = new Float64Array(width * labels.length).fill(1e-8);
  const averages = new Float64Array(weights.length);
  const averaged = Math.ceil(epochs / 2);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const index of orderOf(examples, epoch)) {
      const example = rows[index];
      if (example !== undefined) learn(example.row, example.target, weights, squares, labels.length);
    }
    if (epoch >= epochs - averaged)
      for (let place = 0; place < weights.length; place += 1)
        averages[place] = (averages[place] ?? 0) + (weights[place] ?? 0) / averaged;
  }
  return { labels, logitsOf: (features) => multiply(rowOf(features), averages, labels.length) };
}

function learn(row: Row, target: number, weights: Float64Array, squares: Float64Array, count: number): void {
  const misses = softmax(multiply(row, weights, count), 1);
  misses[target] = (misses[target] ?? 0) - 1;
  for (let label = 0; label < count; label += 1) if (Math.abs(misses[label] ?? 0) < leastMiss) misses[label] = 0;
  const { columns, values } = row;
  // By columns, whose weights lie together: this loop is nearly all of the time that training takes.
  for (let index = 0; index < columns.length; index += 1) {
    const start = (columns[index] ?? 0) * count;
    const value = values[index] ?? 0;
    for (let label = 0; label < count; label += 1) {
      const miss = misses[label] ?? 0;
      if (miss === 0) continue;
      const place = start + label;
      const weight = weights[place] ?? 0;
      const slope = miss * value + decay * weight;
      const square = (squares[place] ?? 0) + slope * slope;
      squares[place] = square;
      weights[place] = weight - (stepSize * slope) / Math.sqrt(square);
    }
  }
}

function multiply({ columns, values }: Row, weights: Float64Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  for (let index = 0; index < columns.length; index += 1) {
    const start = (columns[index] ?? 0) * count;
    const value = values[index] ?? 0;
    for (let label = 0; label < count; label += 1)
      sums[label] = (sums[label] ?? 0) + (weights[start + label] ?? 0) * value;
  }
  return sums;
}

/** From evidence to chances that add up to one; the higher the temperature, the less sure. */
export function softmax(logits: Float64Array, temperature: number): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) highest = Math.max(highest, logit);
  const chances = new Float64Array(logits.length);
  let sum = 0;
  for (let index = 0; index < logits.length; index += 1) {
    const power = Math.exp(((logits[index] ?? 0) - highest) / temperature);
    chances[index] = power;
    sum += power;
  }
  for (let index = 0; index < chances.length; index += 1) chances[index] = (chances[index] ?? 0) / sum;
  return chances;
}

/** Features become columns, raised by how few examples have them. */
function rowReader(examples: readonly LabelledExample[]) {
  const counts = new Map<string, number>();
  for (const { features } of examples)
    for (const feature of features.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const columnOf = new Map([...counts.keys()].map((feature, index) => [feature, index]));
  const rarities = Float64Array.from(counts.values(), (count) => Math.log((examples.length + 1) / (count + 1)));
  const rarityOfUnknown = Math.log(examples.length + 1);
  const rowOf = (features: Features): Row => {
    const columns = new Int32Array(features.size + 1);
    const values = new Float64Array(features.size + 1);
    let size = 0;
    let squared = 0;
    for (const [feature, weight] of features) {
      const column = columnOf.get(feature);
      if (column !== undefined) {
        const value = weight * (rarities[column] ?? 0);
        squared += value * value;
        columns[size] = column;
        values[size] = value;
        size += 1;
      } else if (feature.startsWith("word ")) squared += (weight * rarityOfUnknown) ** 2 * unknownPart;
    }
    const length = squared === 0 ? 1 : Math.sqrt(squared);
    for (let index = 0; index < size; index += 1) values[index] = (values[index] ?? 0) / length;
    columns[size] = columnOf.size;
    values[size] = biasValue;
    return { columns: columns.subarray(0, size + 1), values: values.subarray(0, size + 1) };
  };
  const known = new Map<Features, Row>();
  // What is repeated to count for more is read once.
  const rowOfExample = (features: Features): Row => {
    const row = known.get(features) ?? rowOf(features);
    known.set(features, row);
    return row;
  };
  return { rowOf, rowOfExample, width: columnOf.size + 1 };
}

/** The places of examples in the walk of one epoch; what is repeated comes at different moments of it. */
function orderOf(examples: readonly LabelledExample[], epoch: number): readonly number[] {
  const seen = new Map<number, number>();
  const keys = examples.map(({ place }) => {
    const times = seen.get(place) ?? 0;
    seen.set(place, times + 1);
    return mixed(place + mixed(epoch * 1024 + times));
  });
  return keys.map((_, index) => index).toSorted((one, other) => (keys[one] ?? 0) - (keys[other] ?? 0));
}

/** A place for a text, as good as by chance, and always the same. */
export function placeOf(text: string): number {
  let place = 0;
  for (let index = 0; index < text.length; index += 1) place = Math.imul(place, 31) + text.charCodeAt(index);
  return mixed(place);
}

function mixed(value: number): number {
  const first = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  const second = Math.imul(first ^ (first >>> 15), 0x846ca68b);
  return (second ^ (second >>> 16)) >>> 0;
}
