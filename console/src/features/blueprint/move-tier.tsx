import type { SavedVersion, TierPage, ToolTier } from "@purser/contract";
import { ArrowRight } from "lucide-react";
import { PreviewOutlook } from "./outlook.tsx";
import { SaveForm, useSaveChange } from "./save-change.tsx";
import { TierBadge } from "./tier.tsx";
import { useTierPreview } from "./version-queries.ts";

/** An action and the tier that it is to have. */
export type Move = { tool: ToolTier; to: Exclude<ToolTier["tier"], "lookup"> };

/** What a move would do to what was asked for in the last 30 days, and the version that is made of it. */
export function MoveTier(props: {
  page: TierPage;
  move: Move;
  onSaved: (saved: SavedVersion) => void;
  onClose: () => void;
}) {
  const { page, onSaved, onClose } = props;
  const { tool, to } = props.move;
  const move = { action: tool.tool, tier: to };
  const preview = useTierPreview(page.hash, move);
  const save = useSaveChange("/v1/blueprint/tiers", { ...move, hash: page.hash }, onSaved);
  const { problems = [], examples = [], needsSecondPerson = false } = preview.data ?? {};
  return (
    <div className="flex flex-col gap-4 p-5">
      <p className="flex items-center gap-2">
        <TierBadge tier={tool.tier} />
        <ArrowRight className="size-3.5 text-muted" aria-label="becomes" role="img" />
        <TierBadge tier={to} />
      </p>
      <p>
        {to === "draft"
          ? "The agent prepares it, and a teammate sends it, whatever the guardrails permit. What they let pass only with her confirmation goes to a person."
          : "The agent does it by itself, as far as the guardrails permit."}{" "}
        {to === "draft"
          ? "It holds at once, also for cases that are under way."
          : "Cases that are under way keep theirs."}
      </p>
      <PreviewOutlook preview={preview} isBusy={preview.isPending} />
      <SaveForm
        examples={examples}
        mayBeSaved={preview.isSuccess && problems.length === 0}
        needsSecondPerson={needsSecondPerson}
        save={save}
        cancel="Cancel"
        onCancel={onClose}
      />
    </div>
  );
}
