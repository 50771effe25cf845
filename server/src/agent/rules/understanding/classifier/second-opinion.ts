import type { Features } from "./features.ts";
import type { LabelledExample } from "./linear-classifier.ts";

const smoothing = 0.3;

/**
 * Which label a naive Bayes classifier gives, from words and pairs of words alone. It errs in other ways than the linear
 * one: where both agree, much less is wrong.
 */
export function secondOpinion(examples: readonly LabelledExample[]): (features: Features) => string | null {
  const known = new Set<string>();
  const counts = new Map<string, { total: number; of: Map<string, number> }>();
  for (const { label, features } of examples) {
    const count = counts.get(label) ?? { total: 0, of: new Map<string, number>() };
    counts.set(label, count);
    for (const feature of counted(features)) {
      known.add(feature);
      count.total += 1;
      count.of.set(feature, (count.of.get(feature) ?? 0) + 1);
    }
  }
  return (features) => {
    const seen = counted(features).filter((feature) => known.has(feature));
    const scores = [...counts].map(([label, { total, of }]) => ({
      label,
      score: seen.reduce(
        (sum, feature) => sum + Math.log(((of.get(feature) ?? 0) + smoothing) / (total + smoothing * known.size)),
        0,
      ),
    }));
    return scores.toSorted((one, other) => other.score - one.score)[0]?.label ?? null;
  };
}

function counted(features: Features): string[] {
  return [...features.keys()].filter(
    (feature) => feature.startsWith("word ") || feature.startsWith("pair ") || feature.startsWith("group "),
  );
}
