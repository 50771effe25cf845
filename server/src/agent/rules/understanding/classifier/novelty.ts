import type { Features } from "./features.ts";
import type { LabelledExample } from "./linear-classifier.ts";

/** The part of a text's words, from 0 to 1, that no request of any procedure has. */
export type Novelty = { of: (features: Features) => number; ofExample: (features: Features) => number };

/**
 * Learns the words of all requests. `ofExample` is for a text that is itself one of them: a word counts as known only
 * when another one has it too. A word of a group that is ours is always known.
 */
export function noveltyOf(requests: readonly LabelledExample[], ourWords: ReadonlySet<string>): Novelty {
  const counts = new Map<string, number>();
  for (const { features } of requests)
    for (const word of wordsIn(features)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const share = (features: Features, least: number): number => {
    const words = wordsIn(features);
    const novel = words.filter((word) => (counts.get(word) ?? 0) < least && !ourWords.has(word));
    return words.length === 0 ? 1 : novel.length / words.length;
  };
  return { of: (features) => share(features, 1), ofExample: (features) => share(features, 2) };
}

const stepWeight = 1.5;

/** The features with a step of novelty more, so that a classifier can learn what it means. */
export function withNovelty(features: Features, novelty: number): Features {
  return new Map([...features, [`novel ${Math.ceil(novelty * 5)}`, stepWeight]]);
}

function wordsIn(features: Features): string[] {
  return [...features.keys()].filter((feature) => feature.startsWith("word "));
}
