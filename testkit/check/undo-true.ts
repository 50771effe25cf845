import { type CaseHistory, changesIn, eventsOf, groupBy, type History, type Violation } from "./history.ts";

/**
 * I12, of what is taken back: one reversal for each effect, each under a key that its log has named first, and what counts
 * as undone has its reversal in a ledger.
 */
export function checkUndoTrue({ cases, systems }: History): readonly Violation[] {
  const reversals = changesIn(systems).filter(({ kind }) => kind === "reversal");
  const named = new Set<string>(
    cases.flatMap((each) => eventsOf(each, "undo.started").map(({ body }) => body.undoKey)),
  );
  const twice = [...groupBy(reversals, ({ reverses, key }) => reverses ?? key ?? "")];
  return [
    ...reversals.flatMap(({ key, system, operation }) =>
      key !== null && named.has(key) ? [] : [`${system} ${operation} took something back that no log had begun.`],
    ),
    ...twice.flatMap(([reversed, group]) =>
      group.length > 1 ? [`${reversed} was taken back ${group.length} times.`] : [],
    ),
    ...cases.flatMap((each) => emptyUndos(each, new Set(reversals.flatMap(({ key }) => key ?? [])))),
  ];
}

function emptyUndos(history: CaseHistory, reversed: ReadonlySet<string>): Violation[] {
  return eventsOf(history, "undo.ended").flatMap(({ body }) =>
    body.isUndone && !reversed.has(body.undoKey)
      ? [`The call ${body.key} counts as undone and no ledger has its reversal.`]
      : [],
  );
}
