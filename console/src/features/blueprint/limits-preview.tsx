import type { LimitChange, LimitPage } from "@purser/contract";
import { useEffect, useState } from "react";
import { PreviewOutlook } from "./outlook.tsx";
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
        <PreviewOutlook preview={preview} isBusy={!isCurrent} />
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
