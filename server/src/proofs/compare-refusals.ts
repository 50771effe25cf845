import type { Assurance, Judgement } from "@purser/contract";
import { type PolicyQuestion, type PolicyTerm, type Solver, smt } from "@purser/kit";
import { judge, sentenceOf } from "../guardrails/judge.ts";
import { type AssuranceMode, atAssurance } from "./assurance-space.ts";
import type { GuardedAction } from "./guarded-action.ts";
import { exampleOf } from "./problem-of.ts";
import { partsInWords } from "./sentences.ts";

/** How something is refused that no assurance permits, and the sentences of it: the customer hears them when it is denied. */
export type Refusal = { kind: "deny" | "escalate"; reasons: readonly string[] };

/** Something that neither version permits with any assurance, and that they refuse differently. */
export type RefusalChange = {
  action: string;
  question: PolicyQuestion;
  /** What the example consists of, for people. */
  parts: string;
  before: Refusal;
  after: Refusal;
};

type Pair = { before: GuardedAction; after: GuardedAction };
type Changes = { changes: readonly RefusalChange[]; open: string | null };

/**
 * The ways in which the refusals of one action change, each once with an example that the guard itself judges so in both
 * versions: denied or handed to a person, and with which sentences. None: it is proved that both refuse alike what
 * they refuse.
 *
 * @param highest The most that the guard can come to rely on: what it does not permit with that, nothing permits.
 */
export async function refusalChangesOf(
  { before, after }: Pair,
  highest: Assurance,
  mode: AssuranceMode,
  solver: Solver,
): Promise<Changes> {
  const [older, newer] = [refusalTerms(before, highest), refusalTerms(after, highest)];
  const bothRefuse = smt.and([older.refused, newer.refused]);
  const sentences = [...new Set([...older.said.keys(), ...newer.said.keys()])];
  const told = (terms: RefusalTerms, sentence: string) => terms.said.get(sentence) ?? smt.falsehood;
  const ways = [
    smt.and([older.isDenied, smt.not(newer.isDenied)]),
    smt.and([smt.not(older.isDenied), newer.isDenied]),
    ...sentences.flatMap((sentence) => [
      smt.and([told(newer, sentence), smt.not(told(older, sentence))]),
      smt.and([told(older, sentence), smt.not(told(newer, sentence))]),
    ]),
  ];
  const symbols = [...before.logic.symbols, ...after.logic.symbols];
  const ask = (term: string) => exampleOf(symbols, [bothRefuse, term], solver);
  const any = await ask(smt.or(ways));
  if (any.kind !== "satisfiable") return { changes: [], open: any.kind === "unknown" ? any.reason : null };
  const found = new Map<string, RefusalChange>();
  for (const way of ways) {
    const answer = await ask(way);
    if (answer.kind === "unsatisfiable") continue;
    if (answer.kind === "unknown") return { changes: [...found.values()], open: answer.reason };
    const question = after.logic.questionOf(answer.values);
    const then = refusalBy(before, before.logic.questionOf(answer.values), highest, mode);
    const now = refusalBy(after, question, highest, mode);
    const key = JSON.stringify([then, now]);
    if (then === null || now === null || JSON.stringify(then) === JSON.stringify(now))
      return { changes: [...found.values()], open: whyUnconfirmed(before, after) };
    if (found.has(key)) continue;
    const parts = partsInWords(after.logic.partsOf(answer.values, [bothRefuse, way]));
    found.set(key, { action: after.name, question, parts, before: then, after: now });
  }
  return { changes: [...found.values()], open: null };
}

function whyUnconfirmed(before: GuardedAction, after: GuardedAction): string {
  return (
    [...before.uncovered, ...after.uncovered][0] ?? "the policies do not refuse the solver's example as the proof says"
  );
}

/** The guard's own word on what has the most that it can rely on; null for what it permits. The sentences are in order, since their order says nothing. */
export function refusalBy(
  { requestOf }: GuardedAction,
  question: PolicyQuestion,
  highest: Assurance,
  { isSingleOperator }: AssuranceMode,
): Refusal | null {
  const { verdict }: Judgement = judge({ ...requestOf(question, highest), isSingleOperator });
  if (verdict.kind !== "deny" && verdict.kind !== "escalate") return null;
  return { kind: verdict.kind, reasons: verdict.reasons.toSorted() };
}

/** The refusals of one version: that there is one, that it is told to her, and by sentence that it is said. */
type RefusalTerms = { refused: string; isDenied: string; said: ReadonlyMap<string, string> };

function refusalTerms({ logic, permitted }: GuardedAction, highest: Assurance): RefusalTerms {
  const forbids = logic.policies.filter(({ effect }) => effect === "forbid");
  const here = (terms: readonly string[]) => atAssurance(highest, smt.or(terms));
  const termsOf = (policies: readonly PolicyTerm[]) => policies.map(({ term }) => term);
  const bySentence = groupedBySentence(forbids);
  const isForbidden = here(termsOf(forbids));
  return {
    refused: smt.not(atAssurance(highest, permitted)),
    isDenied: smt.and([isForbidden, smt.not(here(termsOf(forbids.filter(({ escalates }) => escalates))))]),
    said: new Map([...bySentence].map(([sentence, policies]) => [sentence, here(termsOf(policies))])),
  };
}

function groupedBySentence(forbids: readonly PolicyTerm[]): ReadonlyMap<string, readonly PolicyTerm[]> {
  const sentences = [...new Set(forbids.map(sentenceOf))];
  return new Map(sentences.map((each) => [each, forbids.filter((forbid) => sentenceOf(forbid) === each)]));
}
