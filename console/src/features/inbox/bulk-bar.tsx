import type { DeskAction } from "@purser/contract";
import { lazy, Suspense, useState } from "react";
import { type Acted, undosOf, useActOnCases } from "../../lib/act-on-cases.ts";
import type { ActionKind } from "../../lib/case-action-dialog.tsx";
import { useShortcuts } from "../../lib/keyboard.ts";
import { shortId } from "../../lib/words.ts";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/states.tsx";
import type { Selection } from "./use-selection.ts";

const CaseActionDialog = lazy(async () => ({
  default: (await import("../../lib/case-action-dialog.tsx")).CaseActionDialog,
}));

const actions = [
  { kind: "assign", name: "Assign", key: "A" },
  { kind: "tag", name: "Tag", key: "L" },
  { kind: "snooze", name: "Snooze", key: "S" },
  { kind: "close", name: "Close", key: "C" },
] as const;

/** What can be done to the selected cases, and what came of what was done last. */
export function BulkBar({
  selection: { ids, clear },
  focusedId,
}: {
  selection: Selection;
  focusedId: () => string | null;
}) {
  const [asked, setAsked] = useState<{ kind: ActionKind; caseIds: readonly string[] } | null>(null);
  const { act, undo } = useActOnCases();
  const ask = (kind: ActionKind): void => {
    const focused = focusedId();
    const caseIds = ids.size > 0 ? [...ids] : focused === null ? [] : [focused];
    if (caseIds.length > 0) setAsked({ kind, caseIds });
  };
  const isOpen = ids.size > 0;
  const { data: acted } = act;
  useShortcuts({
    a: () => ask("assign"),
    l: () => ask("tag"),
    s: () => ask("snooze"),
    c: () => ask("close"),
    u: () => (acted === undefined ? undefined : undo.mutate(acted)),
    ...(isOpen ? { Escape: clear } : {}),
  });
  const onAct = (action: DeskAction): void => {
    if (asked !== null) act.mutate({ caseIds: asked.caseIds, action }, { onSuccess: clear });
  };
  return (
    <>
      {isOpen ? <Toolbar count={ids.size} isBusy={act.isPending} onAsk={ask} onClear={clear} /> : null}
      <div role="status" className="empty:hidden border-t bg-raised px-4 py-2 md:px-6">
        {act.isPending ? "Working …" : undo.isPending ? "Taking it back …" : null}
        {acted === undefined || act.isPending || undo.isPending ? null : (
          <Outcome acted={acted} onUndo={() => undo.mutate(acted)} onClose={act.reset} />
        )}
        {act.error === null && undo.error === null ? null : <Problem error={act.error ?? undo.error} />}
      </div>
      {asked === null ? null : (
        <Suspense>
          <CaseActionDialog
            kind={asked.kind}
            count={asked.caseIds.length}
            onClose={() => setAsked(null)}
            onAct={onAct}
          />
        </Suspense>
      )}
    </>
  );
}

const said = {
  tag: "tagged",
  untag: "freed of the tag",
  snooze: "snoozed",
  wake: "back",
  assign: "assigned",
  close: "closed",
} as const;

function Outcome({
  acted: { action, results },
  onUndo,
  onClose,
}: {
  acted: Acted;
  onUndo: () => void;
  onClose: () => void;
}) {
  const count = (outcome: (typeof results)[number]["outcome"]) =>
    results.filter((each) => each.outcome === outcome).length;
  const refused = results.filter(({ problem }) => problem !== null);
  const parts = [
    `${count("changed")} ${said[action.kind]}`,
    ...(count("unchanged") === 0 ? [] : [`${count("unchanged")} as before`]),
    ...(refused.length === 0 ? [] : [`${refused.length} refused`]),
  ];
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
      <p className="font-medium">{parts.join(", ")}.</p>
      <div className="ml-auto flex gap-2">
        {undosOf(results).size === 0 ? null : (
          <Button shortcut="U" onClick={onUndo}>
            Undo
          </Button>
        )}
        <Button look="quiet" onClick={onClose}>
          Dismiss
        </Button>
      </div>
      {refused.length === 0 ? null : (
        <ul className="max-h-32 w-full overflow-y-auto text-muted" tabIndex={0} aria-label="Refused">
          {refused.map(({ caseId, problem }) => (
            <li key={caseId}>
              <span className="font-medium text-text">{shortId(caseId)}</span> {problem?.title} {problem?.detail}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type ToolbarProps = { count: number; isBusy: boolean; onAsk: (kind: ActionKind) => void; onClear: () => void };

function Toolbar({ count, isBusy, onAsk, onClear }: ToolbarProps) {
  return (
    <div
      role="toolbar"
      aria-label="Selected cases"
      className="flex flex-wrap items-center gap-x-1.5 gap-y-1 border-t bg-surface px-4 py-2 md:gap-2 md:px-6"
    >
      <span className="mr-1 w-full font-medium tabular-nums md:mr-2 md:w-auto">{count} selected</span>
      {actions.map(({ kind, name, key }) => (
        <Button key={kind} shortcut={key} disabled={isBusy} onClick={() => onAsk(kind)}>
          {name}
        </Button>
      ))}
      <Button look="quiet" shortcut="Esc" className="ml-auto" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}
