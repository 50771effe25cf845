import { isChangedSince } from "./anothers-change.ts";
import { type CaseHistory, changesIn, eventsOf, groupBy, type History, type Violation } from "./history.ts";

/**
 * I12, of what is taken back: one reversal for each effect, each under a key that its log has named first, and what counts
 * as undone has its reversal in a ledger. What takes a reversal back does the thing again: an effect. A reversal that somebody
 * else has changed since may be made again.
 */
export function checkUndoTrue({ cases, systems }: History): readonly Violation[] {
  const changes = changesIn(systems);
  const reversals = changes.filter(({ kind }) => kind === "reversal");
  const keysOf = (kind: "effect" | "reversal"): ReadonlySet<string> =>
    new Set(changes.flatMap((change) => (change.kind === kind ? (change.key ?? []) : [])));
  const named = new Map<string, string>(
    cases.flatMap((each) => eventsOf(each, "undo.started").map(({ body }) => [body.undoKey, body.key] as const)),
  );
  const isReversal = (key: string): boolean => {
    const takesBack = named.get(key);
    return takesBack !== undefined && !isReversal(takesBack);
  };
  const standing = reversals.filter((reversal) => !isChangedSince(reversal, cases, systems));
  const twice = [...groupBy(standing, ({ reverses, key }) => reverses ?? key ?? "")];
  return [
    ...reversals.flatMap(({ key, system, operation }) =>
      key !== null && named.has(key) ? [] : [`${system} ${operation} took something back that no log had begun.`],
    ),
    ...twice.flatMap(([reversed, group]) =>
      group.length > 1 ? [`${reversed} was taken back ${group.length} times.`] : [],
    ),
    ...cases.flatMap((each) => emptyUndos(each, (key) => (isReversal(key) ? keysOf("effect") : keysOf("reversal")))),
  ];
}

function emptyUndos(history: CaseHistory, changedFor: (key: string) => ReadonlySet<string>): Violation[] {
  return eventsOf(history, "undo.ended").flatMap(({ body }) =>
    body.isUndone && !changedFor(body.key).has(body.undoKey)
      ? [`The call ${body.key} counts as undone and no ledger has its reversal.`]
      : [],
  );
}
