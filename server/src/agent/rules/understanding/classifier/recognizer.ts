import type { Understanding } from "../../../../blueprint/understanding.ts";
import { everydayOutOfScope } from "./everyday.ts";
import { featureReader, type Features, plainWordsOf, stemOf } from "./features.ts";
import { type LabelledExample, type LinearClassifier, placeOf, softmax, trainClassifier } from "./linear-classifier.ts";
import { nearestExamples } from "./nearest.ts";
import { noveltyOf, withNovelty } from "./novelty.ts";
import { secondOpinion } from "./second-opinion.ts";
import { type Spelling, spellingOf } from "./spelling.ts";
import { fitTemperature, type Trial } from "./temperature.ts";

/** What a text may ask for. */
export type Recognition = {
  /** Every procedure with its chance, the likeliest first. */
  procedures: readonly { name: string; chance: number }[];
  /** The chance that any of them serves it. */
  inScope: number;
  /** The part of its words that no known request has. */
  novelty: number;
  /** What an independent classifier takes it for; null for none of ours. */
  secondOpinion: string | null;
  /** How likely a procedure is at least to classifiers that saw a part of the examples only: 1 where there are too few for that. */
  steadiness: (procedure: string) => number;
  /** How much the examples worded most like it speak for a procedure, from 0 to 1. */
  nearness: (procedure: string) => number;
  /** Has it words of other businesses, of spam or of chat, or the name of one that nobody here knows? */
  isForeign: boolean;
};

export type Recognizer = (text: string) => Recognition;

const inside = "inside";
const outside = "outside";
const parts = 2;
const epochs = 12;
const trialEpochs = 8;

/** Fewer examples than this say nothing about how sure the classifier may be. */
const enoughToFit = 60;

/**
 * Two classifiers over the same features: is it for us at all, and if so, what is it. Both are made honest by trying
 * them on examples that they have not seen. `inShort` takes out of a text what tells nothing of what is asked for.
 */
export function trainRecognizer(
  { examples, outOfScope, words, foreignWords }: Understanding,
  inShort: (text: string) => string,
): Recognizer {
  const ourTexts = new Set([...examples.values()].flat().map(wordsKey));
  const theirTexts = [...everydayOutOfScope.filter((text) => !ourTexts.has(wordsKey(text))), ...outOfScope];
  const groups = new Map([...words, ...foreignWords]);
  const known = countsOf([...[...examples.values(), ...groups.values()].flat(), ...theirTexts]);
  const spelling = spellingOf(known);
  const readFeatures = featureReader(groups, spelling);
  const featuresOf = (text: string): Features => readFeatures(inShort(text));
  const hasStrangeName = strangeNames([...examples.values()].flat(), [...words.values()].flat(), spelling);
  const wanted = [...examples].flatMap(([label, texts]) => labelled(label, texts, featuresOf));
  const foreign = labelled(outside, theirTexts, featuresOf);
  const ours = [...words.values()].flat().flatMap((phrase) => [...featuresOf(phrase).keys()]);
  const novelty = noveltyOf(wanted, new Set(ours));
  const which = calibrated(wanted);
  const requests = wanted.map(({ features, place }) => ({
    label: inside,
    place,
    features: withNovelty(features, novelty.ofExample(features)),
  }));
  const theirs = foreign.map(({ label, features, place }) => ({
    label,
    place,
    features: withNovelty(features, novelty.of(features)),
  }));
  const scope = calibrated([...repeated(requests, theirs.length), ...theirs]);
  const opinion = secondOpinion([...wanted, ...foreign]);
  const nearest = nearestExamples([...wanted, ...foreign]);
  return (text) => {
    const features = featuresOf(text);
    const newness = novelty.of(features);
    const [inScope = 0] = scope
      .chancesOf(withNovelty(features, newness))
      .flatMap(({ label, chance }) => (label === inside ? [chance] : []));
    const procedures = which.chancesOf(features).map(({ label, chance }) => ({ name: label, chance }));
    const other = opinion(features);
    return {
      procedures: procedures.toSorted((one, next) => next.chance - one.chance),
      inScope,
      novelty: newness,
      secondOpinion: other === outside ? null : other,
      steadiness: (procedure) =>
        Math.min(
          1,
          ...which
            .chancesOfParts(features)
            .map((chances) => chances.find(({ label }) => label === procedure)?.chance ?? 0),
        ),
      nearness: (procedure) => nearest(features).get(procedure) ?? 0,
      isForeign:
        [...foreignWords.keys()].some((name) => features.has(`group ${name}`)) || hasStrangeName(inShort(text)),
    };
  };
}

/** "My Acme plan" is about Acme, where no request of ours has such a word: it stands between whose it is and what we have too. */
function strangeNames(
  requests: readonly string[],
  ourWords: readonly string[],
  spelling: Spelling,
): (text: string) => boolean {
  const ours = new Set([...requests, ...ourWords].flatMap(plainWordsOf).map(stemOf));
  const things = new Set(ourWords.flatMap(plainWordsOf).map(stemOf));
  return (text) => {
    const said = plainWordsOf(text).map(spelling);
    return said.some(
      (word, index) =>
        owners.has(said[index - 1] ?? "") && !ours.has(stemOf(word)) && isThing(said[index + 1] ?? "", things),
    );
  };
}

const owners: ReadonlySet<string> = new Set(["my", "our"]);

function isThing(word: string, things: ReadonlySet<string>): boolean {
  return things.has(stemOf(word)) || /^(?:accounts?|profile|app|website|bill|ticket)$/.test(word);
}

/** A text without what makes no difference: a telephone company serves "my internet is down". */
function wordsKey(text: string): string {
  return plainWordsOf(text).join(" ");
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of texts.flatMap(plainWordsOf)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** A blueprint with few examples must not lose against all that is foreign to it: its own count for more. */
function repeated(few: readonly LabelledExample[], wanted: number): LabelledExample[] {
  const times = few.length === 0 ? 0 : Math.max(1, Math.round(wanted / few.length));
  return Array.from({ length: times }, () => few).flat();
}

function labelled(label: string, texts: readonly string[], featuresOf: (text: string) => Features): LabelledExample[] {
  return [...new Set(texts)].map((text) => ({ label, features: featuresOf(text), place: placeOf(text) }));
}

type Chance = { label: string; chance: number };
type Calibrated = {
  chancesOf: (features: Features) => Chance[];
  /** The chances that classifiers trained on a part of the examples give, each by itself. */
  chancesOfParts: (features: Features) => Chance[][];
};

function calibrated(examples: readonly LabelledExample[]): Calibrated {
  const classifier = trainClassifier(examples, epochs);
  const ofParts = examples.length < enoughToFit ? [] : classifiersOfParts(examples);
  const temperature = ofParts.length === 0 ? 1 : fitTemperature(trialsOf(examples, ofParts));
  const chancesBy = ({ labels, logitsOf }: LinearClassifier, features: Features): Chance[] => {
    const chances = softmax(logitsOf(features), temperature);
    return labels.map((label, index) => ({ label, chance: chances[index] ?? 0 }));
  };
  return {
    chancesOf: (features) => chancesBy(classifier, features),
    chancesOfParts: (features) => ofParts.map((each) => chancesBy(each, features)),
  };
}

/** One classifier for each part of the examples, trained without that part. */
function classifiersOfParts(examples: readonly LabelledExample[]): LinearClassifier[] {
  return Array.from({ length: parts }, (_, part) =>
    trainClassifier(
      examples.filter(({ place }) => place % parts !== part),
      trialEpochs,
    ),
  );
}

/** What each of them says of the part that it has not seen. */
function trialsOf(examples: readonly LabelledExample[], ofParts: readonly LinearClassifier[]): Trial[] {
  return ofParts.flatMap((classifier, part) =>
    examples.flatMap((example) => (example.place % parts === part ? trial(classifier, example) : [])),
  );
}

function trial({ labels, logitsOf }: LinearClassifier, { label, features }: LabelledExample): Trial[] {
  const truth = labels.indexOf(label);
  return truth === -1 ? [] : [{ logits: logitsOf(features), truth }];
}
