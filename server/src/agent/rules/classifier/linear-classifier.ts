import type { Features } from "./features.ts";

export type LabelledExample = { label: string; features: Features };

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
 * (AdaGrad). The order of the examples is shuffled by a fixed sequence, so the same examples give the same classifier. An
 * epoch is one walk through all examples.
 */
export function trainClassifier(examples: readonly LabelledExample[], epochs: number): LinearClassifier {
  const labels = [...new Set(examples.map(({ label }) => label))].sort();
  const { rowOf, width } = rowReader(examples);
  const rows = examples.map(({ features, label }) => ({ row: rowOf(features), target: labels.indexOf(label) }));
  const weights = new Float64Array(width * labels.length);
  const squares = new Float64Array(width * labels.length).fill(1e-8);
  const order = rows.map((_, index) => index);
  const shuffle = shuffler();
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order);
    for (const index of order) {
      const example = rows[index];
      if (example !== undefined) learn(example.row, example.target, weights, squares, labels.length);
    }
  }
  return { labels, logitsOf: (features) => multiply(rowOf(features), weights, labels.length) };
}

function learn(
  { columns, values }: Row,
  target: number,
  weights: Float64Array,
  squares: Float64Array,
  count: number,
): void {
  const chances = softmax(multiply({ columns, values }, weights, count), 1);
  for (let label = 0; label < count; label += 1) {
    const miss = (chances[label] ?? 0) - (label === target ? 1 : 0);
    if (Math.abs(miss) < leastMiss) continue;
    for (let index = 0; index < columns.length; index += 1) {
      const place = (columns[index] ?? 0) * count + label;
      const weight = weights[place] ?? 0;
      const slope = miss * (values[index] ?? 0) + decay * weight;
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
  const highest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const powers = logits.map((logit) => Math.exp((logit - highest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Features become columns, raised by how few examples have them. */
function rowReader(examples: readonly LabelledExample[]): { rowOf: (features: Features) => Row; width: number } {
  const counts = new Map<string, number>();
  for (const { features } of examples)
    for (const feature of features.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const columnOf = new Map([...counts.keys()].map((feature, index) => [feature, index]));
  const rarity = (feature: string): number => Math.log((examples.length + 1) / ((counts.get(feature) ?? 0) + 1));
  const rowOf = (features: Features): Row => {
    const known: [number, number][] = [];
    let squared = 0;
    for (const [feature, weight] of features) {
      const value = weight * rarity(feature);
      const column = columnOf.get(feature);
      if (column !== undefined) {
        squared += value * value;
        known.push([column, value]);
      } else if (feature.startsWith("word ")) squared += value * value * unknownPart;
    }
    const length = Math.sqrt(squared);
    return {
      columns: Int32Array.from([...known.map(([column]) => column), columnOf.size]),
      values: Float64Array.from([...known.map(([, value]) => value / (length === 0 ? 1 : length)), biasValue]),
    };
  };
  return { rowOf, width: columnOf.size + 1 };
}

/** Shuffles in place by a linear congruential sequence that always begins the same. */
function shuffler(): (order: number[]) => void {
  let state = 1;
  return (order) => {
    for (let index = order.length - 1; index > 0; index -= 1) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      const other = Math.floor((state / 2_147_483_648) * (index + 1));
      const kept = order[index] ?? 0;
      order[index] = order[other] ?? 0;
      order[other] = kept;
    }
  };
}
