/** A page of `knowledge/`: what its header says. Days are calendar days in the shop's time zone. */
export type KnowledgePage = {
  /** Below the blueprint's folder, such as `knowledge/returns.md`. */
  path: string;
  title: string;
  /** The day on which somebody last saw that it is right. */
  asOf: string;
  /** The last day on which it may be used; null without end. */
  validUntil: string | null;
};

/** What stands under one heading of a page: the smallest part that is found and quoted. */
export type KnowledgeSection = { page: KnowledgePage; heading: string; text: string };

/** All pages in sections, and groups of words that mean the same, by their stems. */
export type Knowledge = { sections: readonly KnowledgeSection[]; synonyms: readonly (readonly string[])[] };
