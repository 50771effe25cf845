import type { SentenceName } from "../sentences/english.ts";

/** The blueprint's words, or the host's in the blueprint's language. */
export type TopicWords =
  | { own: string }
  | {
      host: Extract<SentenceName, "selfHarm" | "selfHarmHelpline" | "minor" | "bereavement" | "legalThreat" | "press">;
    };

/** A subject that no machine answers: who writes of it gets a person at once, and a humane sentence. */
export type SensitiveTopic = {
  name: string;
  queue: string;
  /** What the customer reads at once; when a person reads it is told after it. */
  sentence: TopicWords;
  /** Where help is to be found meanwhile; told after the sentence. */
  helpline: TopicWords | null;
  /** What the teammate is told to do first; null for the usual. */
  suggestion: string | null;
  /** A message that one of them matches is about it. */
  patterns: readonly RegExp[];
  /** What only sounds like it; struck out of a message before anything else is looked at. */
  except: readonly RegExp[];
  /** Messages about it, for the classifier that finds what no pattern foresees. */
  examples: readonly string[];
};

export type Sensitive = {
  topics: ReadonlyMap<string, SensitiveTopic>;
  /** Messages that sound like one of them and are none. */
  nearMisses: readonly string[];
};
