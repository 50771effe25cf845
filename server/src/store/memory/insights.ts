import {
  type CaseEnd,
  type CountedCases,
  type InsightFigures,
  type InsightKey,
  type ToolUse,
  epochMsOf,
} from "@purser/contract";
import type { CaseMeasure } from "../../cases/case-measure.ts";
import type { CountedFilter, InsightSpan, InsightStore } from "../../cases/insight-store.ts";
import { type MemoryData, tenantData } from "./memory-data.ts";

export function insightsIn(data: MemoryData): InsightStore {
  return {
    listUnmeasured: async (tenant, limit) => {
      const { cases, measures } = tenantData(data, tenant);
      return [...cases.values()]
        .toSorted((one, other) => (one.updatedAt < other.updatedAt ? -1 : 1))
        .map(({ caseId, events }) => ({ caseId, version: events.length }))
        .filter(({ caseId, version }) => (measures.get(caseId)?.version ?? 0) < version)
        .slice(0, limit);
    },
    keepMeasure: async (tenant, { caseId, version }, measure) => {
      const { measures } = tenantData(data, tenant);
      const known = measures.get(caseId);
      if (known === undefined || known.version < version)
        measures.set(caseId, { version, measure: measure ?? known?.measure ?? null });
    },
    readCounted: async ({ tenant, by, ...span }) => {
      const measures = [...tenantData(data, tenant).measures.values()]
        .flatMap(({ measure }) => measure ?? [])
        .filter((measure) => isInSpan(measure, span));
      const groups = [...grouped(measures, (measure) => keyOf(measure, by, span))].map(([key, members]) => ({
        key,
        figures: figuresOf(members),
      }));
      const handed = [...grouped(measures, ({ handoff }) => handoff)].flatMap(([trigger, members]) =>
        trigger === null ? [] : [{ trigger, cases: members.length }],
      );
      return {
        total: figuresOf(measures),
        groups: groups.toSorted(
          (one, other) =>
            (by === "week" ? 0 : other.figures.cases - one.figures.cases) ||
            (nullLast(one.key) < nullLast(other.key) ? -1 : 1),
        ),
        handoffs: handed.toSorted((one, other) => other.cases - one.cases || (one.trigger < other.trigger ? -1 : 1)),
        tools: toolsOf(measures),
        policies: [...summed(measures.flatMap(({ policies }) => Object.entries(policies)))]
          .map(([policy, judged]) => ({ policy, judged }))
          .toSorted((one, other) => (one.policy < other.policy ? -1 : 1)),
      };
    },
  };
}

/** As a database orders it: after every text. */
const nullLast = (key: string | null): string => key ?? "\u{10FFFF}";

/** For a list of cases: whether a case is one that a figure counts. */
export function isCountedCase(measure: CaseMeasure, { what, group, handoff, ...span }: CountedFilter): boolean {
  return (
    isInSpan(measure, span) &&
    isCounted[what](measure) &&
    (group === null || keyOf(measure, group.by, span) === group.key) &&
    (handoff === null || measure.handoff === handoff)
  );
}

function isInSpan({ isPart, openedAt }: CaseMeasure, { since, until }: InsightSpan): boolean {
  return !isPart && openedAt >= since && openedAt < until;
}

const hasEnd =
  (end: CaseEnd) =>
  (measure: CaseMeasure): boolean =>
    measure.end === end;
const isCounted: Readonly<Record<CountedCases, (measure: CaseMeasure) => boolean>> = {
  cases: () => true,
  open: hasEnd("open"),
  resolvedByAgent: hasEnd("resolved-by-agent"),
  verified: ({ isVerified }) => isVerified,
  resolvedByPeople: hasEnd("resolved-by-people"),
  closed: hasEnd("closed"),
  handedOff: ({ handoff }) => handoff !== null,
  unanswered: ({ unanswered }) => unanswered > 0,
  rated: ({ rating }) => rating !== null,
};

function figuresOf(measures: readonly CaseMeasure[]): InsightFigures {
  const counts = (what: CountedCases): number => measures.filter(isCounted[what]).length;
  const durations = measures.flatMap(({ resolutionMs }) => resolutionMs ?? []).toSorted((one, other) => one - other);
  const ratings = measures.flatMap(({ rating }) => rating ?? []);
  const middle = (durations.length - 1) / 2;
  const [below = 0, above = 0] = [durations[Math.floor(middle)], durations[Math.ceil(middle)]];
  return {
    cases: counts("cases"),
    open: counts("open"),
    resolvedByAgent: counts("resolvedByAgent"),
    verified: counts("verified"),
    resolvedByPeople: counts("resolvedByPeople"),
    closed: counts("closed"),
    handedOff: counts("handedOff"),
    unanswered: counts("unanswered"),
    rated: counts("rated"),
    meanRating: ratings.length === 0 ? null : ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length,
    medianResolutionMs: durations.length === 0 ? null : halfToEven((below + above) / 2),
    tokens: measures.reduce((sum, { tokens }) => sum + tokens, 0),
    costMicros: measures.reduce((sum, { costMicros }) => sum + costMicros, 0),
  };
}

/** As a database rounds a number with a fraction. */
function halfToEven(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 ? below + (below % 2) : Math.round(value);
}

function toolsOf(measures: readonly CaseMeasure[]): ToolUse[] {
  const names = new Set(measures.flatMap(({ tools }) => Object.keys(tools)));
  return [...names].toSorted().map((tool) => {
    const uses = summed(measures.flatMap(({ tools }) => Object.entries(tools[tool] ?? {})));
    const of = (use: Exclude<keyof ToolUse, "tool">): number => uses.get(use) ?? 0;
    return {
      tool,
      read: of("read"),
      done: of("done"),
      undone: of("undone"),
      refused: of("refused"),
      failed: of("failed"),
      unknown: of("unknown"),
    };
  });
}

function summed(entries: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [name, amount] of entries) sums.set(name, (sums.get(name) ?? 0) + amount);
  return sums;
}

function grouped<Key>(
  measures: readonly CaseMeasure[],
  keyIn: (measure: CaseMeasure) => Key,
): ReadonlyMap<Key, CaseMeasure[]> {
  const groups = new Map<Key, CaseMeasure[]>();
  for (const measure of measures) {
    const key = keyIn(measure);
    const known = groups.get(key) ?? [];
    groups.set(key, known);
    known.push(measure);
  }
  return groups;
}

const dayMs = 86_400_000;

function keyOf(measure: CaseMeasure, by: InsightKey, { timeZone }: InsightSpan): string | null {
  if (by !== "week") return measure[by];
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const dayAt = Date.parse(`${format.format(epochMsOf(measure.openedAt))}T00:00:00Z`);
  const sinceMonday = (Math.floor(dayAt / dayMs) + 3) % 7;
  return new Date(dayAt - sinceMonday * dayMs).toISOString().slice(0, 10);
}
