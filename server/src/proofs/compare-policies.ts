import type { Assurance } from "@purser/contract";
import { type ActionTier, type PolicyQuestion, type Solver, type SolverAnswer, smt } from "@purser/kit";
import {
  allAssurances,
  type AssuranceMode,
  atAssurance,
  isPossibleAssurance,
  justBelow,
  leastOf,
} from "./assurance-space.ts";
import { type Guarded, type GuardedAction, guardedAction } from "./guarded-action.ts";
import { type Refusal, refusalBy, type RefusalChange, refusalChangesOf } from "./compare-refusals.ts";
import { exampleOf } from "./problem-of.ts";
import { partsInWords } from "./sentences.ts";

/** Something that one version permits with less assurance than the other, with a request that both versions decide so. */
export type PermissionChange = {
  action: string;
  kind: "newly-permitted" | "newly-forbidden";
  question: PolicyQuestion;
  /** What the example consists of, for people. */
  parts: string;
  /** The least assurances with which each version permits the example; none: it does not. */
  before: readonly Assurance[];
  after: readonly Assurance[];
  /** The sentences, else the names, of the guardrails that forbid it at the highest assurance. */
  reasonsBefore: readonly string[];
  reasonsAfter: readonly string[];
  /** What becomes of it in a version that does not permit it with any assurance; null where it permits it with some. */
  refusedBefore: Refusal["kind"] | null;
  refusedAfter: Refusal["kind"] | null;
};

export type TierMoved = { action: string; from: ActionTier; to: ActionTier };

/** What a change of the policies changes. Nothing is claimed of actions in `open`. */
export type Comparison = {
  changes: readonly PermissionChange[];
  /** What neither version permits, and is refused otherwise now. */
  refusals: readonly RefusalChange[];
  addedActions: readonly string[];
  /** Actions of both versions that have another tier. */
  moves: readonly TierMoved[];
  removedActions: readonly string[];
  /** Actions that both versions know and of which it is proved that the same is permitted, and what is not is refused alike. */
  unchanged: readonly string[];
  open: readonly { action: string; reason: string }[];
};

type Pair = { before: GuardedAction; after: GuardedAction };

/**
 * Compares what two versions permit, action by action, over all arguments, facts and totals that both know. Told is each
 * way in which the least assurance changes, with one example; an action that has none is proved to be unchanged.
 */
export async function comparePolicies(
  before: Guarded,
  after: Guarded,
  mode: AssuranceMode,
  solver: Solver,
): Promise<Comparison> {
  const changes: PermissionChange[] = [];
  const refusals: RefusalChange[] = [];
  const highest = allAssurances(mode).at(-1);
  if (highest === undefined) throw new Error("There is no assurance.");
  const open: { action: string; reason: string }[] = [];
  const unchanged: string[] = [];
  for (const name of after.policies.actions) {
    if (!before.policies.actions.includes(name)) continue;
    const pair = { before: guardedAction(name, before), after: guardedAction(name, after) };
    const clash = whatClashes(pair);
    if (clash !== null) {
      open.push({ action: name, reason: clash });
      continue;
    }
    const results = [
      await changesOf("newly-permitted", pair, mode, solver),
      await changesOf("newly-forbidden", pair, mode, solver),
    ];
    const found = results.flatMap((result) => result.changes);
    const refused = await refusalChangesOf(pair, highest, mode, solver);
    const reason = [...results, refused].map((result) => result.open).find((one) => one !== null) ?? null;
    changes.push(...found);
    refusals.push(...refused.changes);
    if (reason !== null) open.push({ action: name, reason });
    else if (found.length === 0 && refused.changes.length === 0) unchanged.push(name);
  }
  return {
    changes,
    refusals,
    moves: movesOf(before, after),
    open,
    unchanged,
    addedActions: after.policies.actions.filter((name) => !before.policies.actions.includes(name)),
    removedActions: before.policies.actions.filter((name) => !after.policies.actions.includes(name)),
  };
}

function movesOf(before: Guarded, after: Guarded): readonly TierMoved[] {
  return [...after.toolbox.actions.values()].flatMap(({ name, tier }) => {
    const was = before.toolbox.actions.get(name)?.tier ?? tier;
    return was === tier ? [] : [{ action: name, from: was, to: tier }];
  });
}

type Kind = PermissionChange["kind"];
type Changes = { changes: readonly PermissionChange[]; open: string | null };

/**
 * For each assurance: is there a request for which it is the least that one version asks, and not enough for the other?
 * Each found way is then excluded, until there is none left.
 */
async function changesOf(kind: Kind, pair: Pair, mode: AssuranceMode, solver: Solver): Promise<Changes> {
  const [more, less] = kind === "newly-permitted" ? [pair.after, pair.before] : [pair.before, pair.after];
  const differs = smt.and([isPossibleAssurance(mode), more.permitted, smt.not(less.permitted)]);
  const first = await ask(pair, [differs], solver);
  if (first.kind === "unsatisfiable") return { changes: [], open: null };
  if (first.kind === "unknown") return { changes: [], open: first.reason };
  const all = allAssurances(mode);
  const found = new Map<string, PermissionChange>();
  for (const assurance of all) {
    const isLeast = justBelow(assurance, all).map((below) => smt.not(atAssurance(below, more.permitted)));
    const here = [atAssurance(assurance, more.permitted), ...isLeast, smt.not(atAssurance(assurance, less.permitted))];
    const excluded: string[] = [];
    const told = new Set<string>();
    for (;;) {
      const answer = await ask(pair, [...here, ...excluded], solver);
      if (answer.kind === "unsatisfiable") break;
      if (answer.kind === "unknown") return { changes: [...found.values()], open: answer.reason };
      const change = changeIn(answer, kind, pair, mode);
      const key = change === null ? null : JSON.stringify([change.before, change.after]);
      // What was excluded and comes again is decided by the policies in another way than the solver thinks.
      if (change === null || key === null || told.has(key))
        return { changes: [...found.values()], open: whyUnconfirmed(pair) };
      told.add(key);
      found.set(key, change);
      excluded.push(otherThan(kind === "newly-permitted" ? change.before : change.after, less.permitted, all));
    }
  }
  return { changes: [...found.values()], open: null };
}

/** That the other version's least assurances are not exactly these. */
function otherThan(least: readonly Assurance[], permitted: string, all: readonly Assurance[]): string {
  const isThese = leastTerms(least, permitted, all);
  return smt.not(smt.and(isThese));
}

function leastTerms(least: readonly Assurance[], permitted: string, all: readonly Assurance[]): readonly string[] {
  const highest = all.filter((one) => justAbove(one, all).length === 0);
  if (least.length === 0) return highest.map((one) => smt.not(atAssurance(one, permitted)));
  const isEnough = least.map((one) => atAssurance(one, permitted));
  const isNeeded = least.flatMap((one) => justBelow(one, all).map((below) => smt.not(atAssurance(below, permitted))));
  return [...isEnough, ...isNeeded];
}

function justAbove(assurance: Assurance, all: readonly Assurance[]): readonly Assurance[] {
  return all.filter((other) => justBelow(other, all).includes(assurance));
}

/** The change that a model stands for; null when the policies themselves do not decide it so. */
function changeIn(
  answer: Extract<SolverAnswer, { kind: "satisfiable" }>,
  kind: Kind,
  { before, after }: Pair,
  mode: AssuranceMode,
): PermissionChange | null {
  const all = allAssurances(mode);
  const newer = after.logic.questionOf(answer.values);
  const older = before.logic.questionOf(answer.values);
  const leastBefore = leastOf(all.filter((assurance) => before.isPermitted(older, assurance)));
  const leastAfter = leastOf(all.filter((assurance) => after.isPermitted(newer, assurance)));
  if (isSame(leastBefore, leastAfter)) return null;
  const parts = partsInWords(after.logic.partsOf(answer.values, [before.permitted, after.permitted]));
  return {
    action: after.name,
    kind,
    question: newer,
    parts,
    before: leastBefore,
    after: leastAfter,
    reasonsBefore: leastBefore.length > 0 ? [] : reasonsAgainst(before, older, all),
    reasonsAfter: leastAfter.length > 0 ? [] : reasonsAgainst(after, newer, all),
    refusedBefore: leastBefore.length > 0 ? null : kindOfRefusal(before, older, mode),
    refusedAfter: leastAfter.length > 0 ? null : kindOfRefusal(after, newer, mode),
  };
}

function isSame(one: readonly Assurance[], other: readonly Assurance[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function reasonsAgainst(
  { ask: asked }: GuardedAction,
  question: PolicyQuestion,
  all: readonly Assurance[],
): readonly string[] {
  const highest = all.at(-1);
  if (highest === undefined) return [];
  return asked({ ...question, assurance: highest }).forbids.map(({ id, reason }) =>
    reason === null ? id : `${id}: ${reason}`,
  );
}

function kindOfRefusal(action: GuardedAction, question: PolicyQuestion, mode: AssuranceMode): Refusal["kind"] | null {
  const highest = allAssurances(mode).at(-1);
  return highest === undefined ? null : (refusalBy(action, question, highest, mode)?.kind ?? null);
}

function whyUnconfirmed({ before, after }: Pair): string {
  return [...before.uncovered, ...after.uncovered][0] ?? "the policies do not decide the solver's example as it says";
}

/** Both versions speak of the same symbols; what only one of them knows may be anything. */
function ask({ before, after }: Pair, terms: readonly string[], solver: Solver): Promise<SolverAnswer> {
  return exampleOf([...before.logic.symbols, ...after.logic.symbols], terms, solver);
}

/** A value that has another form in the new version than it had, such as a text that was a number; null without one. */
function whatClashes({ before, after }: Pair): string | null {
  const sorts = new Map(before.logic.symbols.map(({ name, sort }) => [name, sort]));
  const clash = after.logic.symbols.find(({ name, sort }) => (sorts.get(name) ?? sort) !== sort);
  return clash === undefined ? null : `${clash.name} has another form than before`;
}
