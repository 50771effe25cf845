import type { Blueprint } from "../../../blueprint/blueprint.ts";
import type { Sensitive, SensitiveTopic } from "../../../blueprint/sensitive/topic.ts";
import type { Understanding } from "../../../blueprint/understanding.ts";
import { everydayOutOfScope } from "./classifier/everyday.ts";
import { featureReader } from "./classifier/features.ts";
import { legible } from "./legible.ts";
import { asWritten } from "./classifier/spelling.ts";
import { wordCount } from "./word-count.ts";
import { type LabelledExample, placeOf, softmax, trainClassifier } from "./classifier/linear-classifier.ts";

/** Reads the sensitive topic of a message; null when it has none. */
type TopicReader = (text: string) => string | null;

/** From here on the classifier is sure enough without a pattern: a false alarm costs a colleague a minute, a miss much more. */
const sure = 0.5;
/** Fewer words say too little for the classifier, as "not anymore" does: they count only where a pattern knows them. */
const fewestWords = 4;
const epochs = 12;
const nothing = "nothing";

/** By what it is trained on: a version of a blueprint can have one of them in common with another, and not the other. */
const readers = new WeakMap<Sensitive, WeakMap<Understanding, TopicReader>>();

/**
 * The topic of a message that no machine may answer. Patterns find what people usually write, a classifier over the
 * topics' examples what they write otherwise; what only sounds like it is struck out before either.
 */
export function sensitiveTopicIn(
  text: string,
  blueprint: Pick<Blueprint, "sensitive" | "understanding">,
): string | null {
  return topicReaderFor(blueprint)(text);
}

/** Trains what `sensitiveTopicIn` needs, once for a blueprint. */
export function topicReaderFor({
  sensitive,
  understanding,
}: Pick<Blueprint, "sensitive" | "understanding">): TopicReader {
  const ofSensitive = readers.get(sensitive) ?? new WeakMap<Understanding, TopicReader>();
  readers.set(sensitive, ofSensitive);
  const known = ofSensitive.get(understanding);
  if (known !== undefined) return known;
  const topics = [...sensitive.topics.values()];
  const classify = classifierOf(topics, [
    ...sensitive.nearMisses,
    ...everydayOutOfScope,
    ...understanding.outOfScope,
    ...[...understanding.examples.values()].flat(),
  ]);
  const reader: TopicReader = (text) => {
    const said = withoutIdioms(plain(legible(text)), topics);
    const matched = topics.find(({ patterns }) => patterns.some((pattern) => pattern.test(said)));
    return matched?.name ?? classify(said);
  };
  ofSensitive.set(understanding, reader);
  return reader;
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[‘’´`]/g, "'")
    .replaceAll(/\s+/g, " ");
}

function withoutIdioms(text: string, topics: readonly SensitiveTopic[]): string {
  return topics.flatMap(({ except }) => except).reduce((left, pattern) => left.replaceAll(pattern, " … "), text);
}

/** Over each sentence and the whole, since one sentence of a long message may hold it. */
function classifierOf(topics: readonly SensitiveTopic[], others: readonly string[]): TopicReader {
  const featuresOf = featureReader(new Map(), asWritten);
  const labelled = (label: string, texts: readonly string[]): LabelledExample[] =>
    [...new Set(texts)].map((text) => ({ label, features: featuresOf(text), place: placeOf(text) }));
  const meant = topics.flatMap(({ name, examples }) => labelled(name, examples));
  const none = labelled(nothing, others);
  // What is ordinary has many more examples, and must not win by their number alone.
  const times = Math.max(1, Math.round(none.length / Math.max(1, meant.length) / 2));
  const { labels, logitsOf } = trainClassifier([...Array.from({ length: times }, () => meant).flat(), ...none], epochs);
  const chancesOf = (text: string): { label: string; chance: number }[] => {
    const chances = softmax(logitsOf(featuresOf(text)), 1);
    return labels.map((label, index) => ({ label, chance: chances[index] ?? 0 }));
  };
  return (text) => {
    const parts = [text, ...text.split(/(?<=[.!?;…])\s+|\n+/)].filter((part) => wordCount(part) >= fewestWords);
    const [likeliest] = parts
      .flatMap((part) => chancesOf(part))
      .filter(({ label, chance }) => label !== nothing && chance >= sure)
      .toSorted((one, other) => other.chance - one.chance);
    return likeliest?.label ?? null;
  };
}
