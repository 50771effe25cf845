import type { Features } from "./features.ts";
import type { LabelledExample } from "./linear-classifier.ts";

const neighbours = 7;

/**
 * How much the examples that are worded most like a text speak for each label, from 0 to 1 and together at most 1.
 */
export function nearestExamples(
  examples: readonly LabelledExample[],
): (features: Features) => ReadonlyMap<string, number> {
  const holders = new Map<string, number[]>();
  for (const [index, { features }] of examples.entries())
    for (const feature of counted(features)) {
      const known = holders.get(feature);
      if (known === undefined) holders.set(feature, [index]);
      else known.push(index);
    }
  const rarityOf = (feature: string): number =>
    Math.log((examples.length + 1) / ((holders.get(feature)?.length ?? 0) + 1));
  const lengthOf = (features: Features): number =>
    Math.sqrt(
      counted(features).reduce((sum, feature) => sum + ((features.get(feature) ?? 0) * rarityOf(feature)) ** 2, 0),
    );
  const lengths = examples.map(({ features }) => lengthOf(features));
  return (features) => {
    const products = new Map<number, number>();
    for (const feature of counted(features)) {
      const rarity = rarityOf(feature) ** 2 * (features.get(feature) ?? 0);
      for (const index of holders.get(feature) ?? [])
        products.set(index, (products.get(index) ?? 0) + rarity * (examples[index]?.features.get(feature) ?? 0));
    }
    const nearest = [...products]
      .map(([index, product]) => ({ label: examples[index]?.label ?? "", likeness: product / (lengths[index] || 1) }))
      .toSorted((one, other) => other.likeness - one.likeness)
      .slice(0, neighbours);
    const whole = nearest.reduce((sum, { likeness }) => sum + likeness, 0);
    const shares = new Map<string, number>();
    for (const { label, likeness } of nearest) shares.set(label, (shares.get(label) ?? 0) + likeness / whole);
    return shares;
  };
}

function counted(features: Features): string[] {
  return [...features.keys()].filter((feature) => !feature.startsWith("letters "));
}
