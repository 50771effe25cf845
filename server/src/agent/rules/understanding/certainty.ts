/** Chances from which on something follows; chosen on the half `dev` of `evals/understanding`. */
export const limits = {
  /** Below, nobody here serves it: where the opinions agree on a likely procedure, as a rule, and where they do not. */
  inScope: {
    agreed: { inScope: 0.4, chance: 0.9 },
    usual: 0.68,
    doubtful: { inScope: 0.9, chance: 0.6 },
  },
  /** Sure enough to look something up or to answer: by itself, and where the second opinion is the same. */
  answer: { alone: 0.9, agreed: 0.75 },
  /** Sure enough to change something: that it is ours, that it is this, and how much of it may be new. */
  act: { inScope: 0.93, confidence: 0.94, novelty: 0.34 },
  /**
   * How much the examples worded most like it must speak for what is changed: least from a confidence of `from` on, and the
   * more the less sure it is.
   */
  nearness: { least: 0.3, from: 0.995, slope: 4 },
  /** How likely what is changed must be to classifiers that saw fewer examples: where she asks for it, and where she only tells. */
  steadiness: { asked: 0.5, told: 0.85 },
  /**
   * With few examples a classifier is seldom sure, and much of what is ours looks new: what is worded nearly as an
   * example is enough to act, and asking is better than declining.
   */
  scarce: { examples: 150, inScope: 0.37, act: { inScope: 0.6, confidence: 0.55, chance: 0.85, novelty: 0.34 } },
  /** Beside words of other businesses it must be surer that it is ours. */
  foreign: { inScope: 0.985, confidence: 0.96 },
  /** A part of a message that says so much for something else makes the whole unsure. */
  otherwise: 0.55,
  /** The same for a part that only tells a story. */
  story: 0.9,
  /** The same where the whole is as clear as this, and for a part that only asks for an answer. */
  clear: { whole: 0.97, otherwise: 0.7, answer: 0.85 },
  /** The share of the most telling part in what a message means, and how much a part counts that only tells a story. */
  telling: { share: 0.35, story: 0.8 },
  /**
   * Sure enough that she wants a person, where her words do not say it by themselves: the whole, a part beside a whole that
   * may well mean it, and a part by itself.
   */
  person: { whole: 0.5, part: 0.8, beside: 0.3, alone: 0.97 },
  /** So likely that it is begun as presumed, and confirmed by her before anything is changed. */
  presumed: 0.85,
  /** An answer to "this or that": how likely one must be, and how many times likelier than the other. */
  between: { least: 0.2, times: 2 },
} as const;
