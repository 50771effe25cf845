import type { LimitChange, LimitPage } from "@purser/contract";
import { useEffect, useState } from "react";
import { Problem } from "../../ui/states.tsx";
import { Outlook } from "./outlook.tsx";
import { type Save, SaveForm } from "./save-change.tsx";
import { useLimitsPreview } from "./version-queries.ts";

type Props = {
  page: LimitPage;
  changes: readonly LimitChange[];
  /** Whether all that was typed can be a limit. */
  isComplete: boolean;
  save: Save;
  onDiscard: () => void;
};

const typingMs = 400;

/** Looked up when somebody has paused typing. */
export function LimitsPreview({ page, changes, isComplete, save, onDiscard }: Props) {
  const settled = useSettled(changes);
  const preview = useLimitsPreview(page.hash, settled);
  const isCurrent = JSON.stringify(settled) === JSON.stringify(changes) && preview.isSuccess;
  const { problems = [], examples = [], needsSecondPerson = false } = preview.data ?? {};
  return (
    <div className="flex flex-col gap-5 rounded-lg border bg-surface p-4">
      <div>
        <h2 className="mb-2 font-semibold">What it would do</h2>
        <div role="status" aria-busy={!isCurrent}>
          {preview.isError ? (
            <Problem error={preview.error} />
          ) : preview.data === undefined ? (
            <p className="text-muted">Judging the cases of the last 30 days again …</p>
          ) : (
            <>
              {problems.map((problem) => (
                <p key={problem} className="rounded-md bg-bad-soft px-3 py-2 break-words text-bad">
                  {problem}
                </p>
              ))}
              <Outlook of={preview.data} />
            </>
          )}
        </div>
      </div>
      <SaveForm
        key={examples.length === 0 ? "holds" : "otherwise"}
        examples={examples}
        mayBeSaved={isCurrent && isComplete && problems.length === 0}
        needsSecondPerson={needsSecondPerson}
        save={save}
        cancel="Discard"
        onCancel={onDiscard}
      />
    </div>
  );
}

function useSettled(changes: readonly LimitChange[]): readonly LimitChange[] {
  const [settled, setSettled] = useState(changes);
  const latest = JSON.stringify(changes);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(changes), typingMs);
    return () => clearTimeout(timer);
  }, [latest]);
  return settled;
}
