import MiniSearch from "minisearch";
import { contentWords } from "./content-words.ts";
import type { Knowledge, KnowledgeSection } from "./section.ts";

export type FoundAnswer =
  | {
      kind: "found";
      section: KnowledgeSection;
      /** Sections of other pages under the same heading that answer as well; what they say may differ. */
      rivals: readonly KnowledgeSection[];
      /** The part of the question that the section speaks of, from 0 to 1. */
      coverage: number;
    }
  | { kind: "unknown"; nearest: KnowledgeSection | null; coverage: number };

/** Finds what a page says to a question, or that none does; `today` is a calendar day: pages past their end are not used. */
export type FindAnswer = (question: string, today: string) => FoundAnswer;

/**
 * How much of the question a section must speak of to count as its answer, the rare words counting more. Less is enough
 * when it is far ahead of all other sections. Found with the questions of the example: `find-answer.test.ts` prints what
 * they give.
 */
const known = { coverage: 0.66, coverageAhead: 0.6, ahead: 1.6 } as const;

type Candidate = { section: KnowledgeSection; score: number; coverage: number };

/** Ranks by BM25 over heading, title and text, and then asks whether the best is an answer at all. Nothing leaves the process. */
export function answerFinder({ sections, synonyms }: Knowledge): FindAnswer {
  const canonical = canonicalWords(synonyms);
  const wordsOf = (text: string): string[] => contentWords(text).map((word) => canonical.get(word) ?? word);
  const index = indexOf(sections, wordsOf);
  const weightOf = weightsOf(sections, wordsOf);
  return (question, today) => {
    const asked = [...new Set(wordsOf(askingPart(question)))];
    const total = sumOf(asked.map(weightOf));
    const candidates = index.search(question).flatMap(({ id, score, queryTerms }): Candidate[] => {
      const section = sections[Number(id)];
      if (section === undefined || !isInForce(section, today)) return [];
      const met = asked.filter((word) => queryTerms.includes(word));
      return [{ section, score, coverage: total === 0 ? 0 : sumOf(met.map(weightOf)) / total }];
    });
    return decide(candidates);
  };
}

function decide(candidates: readonly Candidate[]): FoundAnswer {
  const [best, second] = candidates;
  if (best === undefined) return { kind: "unknown", nearest: null, coverage: 0 };
  const isAhead = second === undefined || best.score >= known.ahead * second.score;
  const isKnown = best.coverage >= known.coverage || (isAhead && best.coverage >= known.coverageAhead);
  if (!isKnown) return { kind: "unknown", nearest: best.section, coverage: best.coverage };
  const equals = candidates.filter(
    ({ section, coverage }) =>
      section.heading.toLowerCase() === best.section.heading.toLowerCase() && coverage >= known.coverageAhead,
  );
  const [newest = best, ...others] = equals.toSorted((one, other) =>
    other.section.page.asOf.localeCompare(one.section.page.asOf),
  );
  const rivals = others.map(({ section }) => section);
  return { kind: "found", section: newest.section, rivals, coverage: best.coverage };
}

function isInForce({ page }: KnowledgeSection, today: string): boolean {
  return page.validUntil === null || page.validUntil >= today;
}

/** The sentences that ask; a text without a question mark asks as a whole. What is told around them does not have to be answered. */
function askingPart(text: string): string {
  const asking = text.match(/[^.!?\n]*(?:\.\d[^.!?\n]*)*\?/g) ?? [];
  return asking.length > 0 && contentWords(asking.join(" ")).length > 0 ? asking.join(" ") : text;
}

function indexOf(sections: readonly KnowledgeSection[], wordsOf: (text: string) => string[]): MiniSearch {
  const index = new MiniSearch({
    fields: ["heading", "title", "text"],
    tokenize: wordsOf,
    processTerm: (word) => word,
    searchOptions: { boost: { heading: 2.5, title: 1.5 }, fuzzy: (word) => (word.length > 5 ? 0.17 : false) },
  });
  index.addAll(sections.map(({ heading, text, page }, id) => ({ id, heading, title: page.title, text })));
  return index;
}

/** For each word that has synonyms, by stem, the one that stands for all of them. */
function canonicalWords(groups: Knowledge["synonyms"]): ReadonlyMap<string, string> {
  return new Map(
    groups.flatMap((group) => {
      const stems = group.flatMap(contentWords);
      return stems.map((stem): [string, string] => [stem, stems[0] ?? stem]);
    }),
  );
}

/** An amount that no page has rarely decides whether a page answers. */
const unknownFigureWeight = 1;

/** A word that few sections have says more about what is asked; one that none has says most. */
function weightsOf(
  sections: readonly KnowledgeSection[],
  wordsOf: (text: string) => string[],
): (word: string) => number {
  const counts = new Map<string, number>();
  for (const { heading, text, page } of sections)
    for (const word of new Set(wordsOf(`${page.title} ${heading} ${text}`)))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => {
    const count = counts.get(word);
    if (count === undefined && /^\d/.test(word)) return unknownFigureWeight;
    return Math.log(1 + sections.length / ((count ?? 0) + 0.5));
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
