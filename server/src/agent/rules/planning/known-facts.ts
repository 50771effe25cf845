import type { Json, JsonObject } from "@purser/contract";
import type { Tool } from "@purser/kit";
import type { Procedure } from "../../../blueprint/procedure.ts";
import type { CaseView } from "../../reasoner.ts";
import { offersBehind, withoutGoneChoices } from "./chosen-offer.ts";
import { outdatedFacts } from "./outdated.ts";
import { turnSincePath } from "../understanding/own-paths.ts";

/** What a procedure may count on: no stale facts, those that its rules give, and a word for what cannot be seen now. */
export function factsFor(procedure: Procedure, view: CaseView, heard: JsonObject): JsonObject {
  // What she has said and what is void since is not known any more.
  const known = Object.fromEntries(
    Object.entries(heard).filter(([path, value]) => value !== null || !path.startsWith("message.")),
  );
  const fresh = withRules(procedure, withoutStale(procedure, view, known));
  const outdated = outdatedFacts(procedure, view, fresh);
  if (outdated.size === 0) return withUnseen(procedure, view, fresh);
  const left = Object.fromEntries(Object.entries(known).filter(([path]) => !outdated.has(path)));
  return withUnseen(procedure, view, withRules(procedure, withoutStale(procedure, view, left)));
}

/** Facts that the procedure's rules give from what is known already. */
function withRules({ header }: Procedure, known: JsonObject): JsonObject {
  const values = { ...known };
  for (const [path, { from }] of Object.entries(header.needs)) {
    const source = from.find((candidate) => values[candidate] !== undefined && values[candidate] !== null);
    const value = source === undefined ? undefined : values[source];
    if (value !== undefined) values[path] = value;
  }
  return values;
}

/**
 * Without what was looked up for other facts than those known now: she has named another order since, so what was read
 * of the first one says nothing any more, nor does what was looked up with its help.
 */
function withoutStale(procedure: Procedure, { state, blueprint }: CaseView, known: JsonObject): JsonObject {
  const lookups = procedure.header.tools.flatMap((name) => blueprint.toolbox.lookups.get(name) ?? []);
  const calls = state.finished.flatMap(({ step }) => (step.kind === "lookup" ? step.calls : []));
  const wasForOthers = ({ name, needs }: Tool, kept: JsonObject): boolean => {
    const last = calls.findLast(({ tool }) => tool === name);
    if (last === undefined) return false;
    const then = withRules(procedure, known);
    const now = withRules(procedure, kept);
    return Object.entries(needs).some(([argument, path]) => {
      const isGone = isKnown(then[path]) && !isKnown(now[path]);
      return isGone || (isKnown(now[path]) && JSON.stringify(now[path]) !== JSON.stringify(last.args[argument]));
    });
  };
  // A lookup that gives what it was given says nothing of where that came from.
  const isEcho = ({ needs }: Tool, path: string): boolean => Object.values(needs).includes(path);
  const giversOf = (path: string): readonly Tool[] => {
    const source = state.values[path]?.source;
    const given = lookups.filter(({ name }) => name === source);
    const last = given.length > 0 ? given : offersBehind(path, procedure, lookups);
    if (!last.some((tool) => isEcho(tool, path))) return last;
    return lookups.filter((tool) => tool.gives.includes(path) && !isEcho(tool, path));
  };
  // Of the one whose turn it is the lookup gave no such thing: it was given of another one.
  const isOfOlderAnswer = (path: string): boolean => {
    const fact = known[turnSincePath] === undefined ? undefined : state.values[path];
    const givers = giversOf(path).map(({ name }) => name);
    return Object.values(state.values).some(
      ({ source, at }) => fact !== undefined && givers.includes(source) && at > fact.at,
    );
  };
  let kept: JsonObject = Object.fromEntries(
    Object.entries(withoutGoneChoices(procedure, lookups, known)).filter(([path]) => !isOfOlderAnswer(path)),
  );
  for (;;) {
    const stale = lookups.filter((tool) => wasForOthers(tool, kept));
    const next = Object.entries(kept).filter(
      ([path]) => !giversOf(path).some(({ name }) => stale.some((tool) => tool.name === name)),
    );
    if (next.length === Object.keys(kept).length) return kept;
    kept = Object.fromEntries(next);
  }
}

function isKnown(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}

/** The facts that may stay unseen and whose system did not answer, as `"unseen"`; `unseen` says which, in words. */
function withUnseen({ header }: Procedure, view: CaseView, known: JsonObject): JsonObject {
  const failed = failedLookups(view);
  const unseen = Object.entries(header.needs).flatMap(([path, need]) =>
    need.unseen !== undefined && !isKnown(known[path]) && failed.some(({ gives }) => gives.includes(path))
      ? [{ path, words: need.unseen }]
      : [],
  );
  if (unseen.length === 0) return known;
  const named = Object.fromEntries(unseen.map(({ path }) => [path, "unseen"]));
  return { ...known, ...named, unseen: unseen.map(({ words }) => words).join(" and ") };
}

/** Whether the procedure can do without all that the last lookup failed to give. */
export function canGoWithout({ header }: Procedure, view: CaseView): boolean {
  const failed = failedLookups(view).filter(({ gives }) => !gives.every((path) => path in view.state.values));
  return (
    failed.length > 0 && failed.every(({ gives }) => gives.some((path) => header.needs[path]?.unseen !== undefined))
  );
}

/** The lookups that failed since the customer last wrote: a new message is a reason to try again. */
function failedLookups({ state, blueprint }: CaseView): readonly Tool[] {
  const lastHeard = state.messages.findLast(({ direction }) => direction === "in")?.seq ?? 0;
  return state.finished.flatMap(({ step, end, seq }) => {
    if (step.kind !== "lookup" || end.kind !== "failed" || seq < lastHeard) return [];
    return step.calls.flatMap(({ tool }) => blueprint.toolbox.lookups.get(tool) ?? []);
  });
}
