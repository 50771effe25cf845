import {
  type BlueprintView,
  type Insights,
  type SavedVersion,
  type Tier,
  type TierPage,
  tierSchema,
  type ToolTier,
} from "@purser/contract";
import { useState } from "react";
import { classNames } from "../../lib/class-names.ts";
import { useSignedIn } from "../../lib/session.ts";
import { wordsOf } from "../../lib/words.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Failed, Loading } from "../../ui/states.tsx";
import { BlueprintPage } from "./blueprint-page.tsx";
import { type Move, MoveTier } from "./move-tier.tsx";
import { SavedNote } from "./save-change.tsx";
import { TierBadge, tierNames } from "./tier.tsx";
import { useUse } from "./use-counts.ts";
import { mayPublish, useTiers } from "./version-queries.ts";

const about: Readonly<Record<Tier, string>> = {
  lookup: "Reads, and changes nothing.",
  draft: "Waits for a teammate, whatever the guardrails permit.",
  execute: "One change of one system, as far as the guardrails permit.",
  coordinate: "Changes several systems together, or none.",
};

/** How far the agent goes by itself, from reading to changes of several systems, and the way to move an action. */
export function Spectrum() {
  const use = useUse();
  const tiers = useTiers();
  return (
    <BlueprintPage name="Spectrum">
      {(blueprint) =>
        tiers.isPending ? (
          <Loading what="the tiers" />
        ) : tiers.isError ? (
          <Failed error={tiers.error} onRetry={() => void tiers.refetch()} />
        ) : (
          <Columns page={tiers.data} blueprint={blueprint} use={use} />
        )
      }
    </BlueprintPage>
  );
}

type Shown = { page: TierPage; blueprint: BlueprintView; use: Insights | null };

function Columns({ page, blueprint, use }: Shown) {
  const { person } = useSignedIn();
  const [move, setMove] = useState<Move | null>(null);
  const [dragged, setDragged] = useState<ToolTier | null>(null);
  const [saved, setSaved] = useState<SavedVersion | null>(null);
  const isMovable = mayPublish(person.role);
  const begin = (wanted: Move): void => {
    setSaved(null);
    setMove(wanted);
  };
  const close = (): void => setMove(null);
  return (
    <>
      <p className="mb-4 max-w-3xl text-muted">
        {isMovable
          ? "Move an action to see what it would have done to the cases of the last 30 days. Stricter holds at once; what goes further waits for a second person."
          : "Leads and admins move actions."}
      </p>
      {saved === null ? null : (
        <div className="mb-4 max-w-3xl">
          <SavedNote of={saved} />
        </div>
      )}
      <div className="grid gap-4 lg:grid-cols-4">
        {tierSchema.options.map((tier) => (
          <Column
            key={tier}
            tier={tier}
            shown={{ page, blueprint, use }}
            dragged={isMovable ? dragged : null}
            onDrag={isMovable ? setDragged : null}
            onMove={isMovable ? begin : null}
          />
        ))}
      </div>
      <Dialog
        title={move === null ? "Move" : `Move “${move.tool.title}” to ${tierNames[move.to]}`}
        isOpen={move !== null}
        onClose={close}
        width="wide"
      >
        {move === null ? null : (
          <MoveTier
            page={page}
            move={move}
            onClose={close}
            onSaved={(answer) => {
              setSaved(answer);
              close();
            }}
          />
        )}
      </Dialog>
    </>
  );
}

function Column(props: {
  tier: Tier;
  shown: Shown;
  /** What is being dragged, where that may be moved. */
  dragged: ToolTier | null;
  onDrag: ((tool: ToolTier | null) => void) | null;
  onMove: ((move: Move) => void) | null;
}) {
  const { tier, dragged, onDrag, onMove } = props;
  const { page, blueprint, use } = props.shown;
  const tools = page.tools.filter((tool) => tool.tier === tier);
  const isTarget = tier !== "lookup" && dragged !== null && dragged.movesTo.includes(tier);
  return (
    <section
      aria-label={tierNames[tier]}
      className={classNames("rounded-lg border bg-surface p-4", isTarget ? "!border-accent bg-accent-soft" : null)}
      onDragOver={(event) => {
        if (isTarget) event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        if (isTarget) onMove?.({ tool: dragged, to: tier });
      }}
    >
      <h2 className="flex items-center justify-between">
        <TierBadge tier={tier} />
        <span className="text-xs text-muted tabular-nums">{countWords(tools.length)}</span>
      </h2>
      <p className="mt-2 mb-3 text-muted">{about[tier]}</p>
      <ul className="divide-y">
        {tools.map((tool) => (
          <Row key={tool.tool} tool={tool} blueprint={blueprint} onDrag={onDrag} onMove={onMove} />
        ))}
        {tier === "coordinate" ? <Together blueprint={blueprint} use={use} /> : null}
      </ul>
    </section>
  );
}

function Row(props: {
  tool: ToolTier;
  blueprint: BlueprintView;
  onDrag: ((tool: ToolTier | null) => void) | null;
  onMove: ((move: Move) => void) | null;
}) {
  const { tool, blueprint, onDrag, onMove } = props;
  const targets = onMove === null ? [] : tool.movesTo.filter((tier) => tier !== "lookup");
  return (
    <li
      className={classNames("py-2", targets.length === 0 ? null : "cursor-grab")}
      draggable={targets.length > 0}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", tool.tool);
        onDrag?.(tool);
      }}
      onDragEnd={() => onDrag?.(null)}
    >
      <div className="flex items-baseline justify-between gap-3">
        <span className="min-w-0">{tool.title}</span>
        <span className="shrink-0 text-xs text-muted tabular-nums">
          {countOf(tool)}
          <span className="sr-only"> calls in the last 30 days</span>
        </span>
      </div>
      {tool.tier === "lookup" ? null : (
        <div className="flex min-h-6 flex-wrap items-center justify-between gap-x-3">
          <span className="text-xs text-muted">
            {assuranceOf(tool, blueprint)}
            {tool.tier === tool.ownTier ? null : `; ${tierNames[tool.ownTier].toLowerCase()} by its tool`}
          </span>
          {targets.map((to) => (
            <Button
              key={to}
              look="quiet"
              className="-mr-1.5 !h-6 !px-1.5 text-xs !text-accent"
              onClick={() => onMove?.({ tool, to })}
            >
              <span className="sr-only">Move {tool.title} </span>
              to {tierNames[to]}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

/** Procedures whose changes are made together or not at all. */
function Together({ blueprint, use }: { blueprint: BlueprintView; use: Insights | null }) {
  const titleOf = (name: string): string => blueprint.tools.find((tool) => tool.name === name)?.title ?? name;
  return blueprint.procedures
    .filter(({ together }) => together.length > 0)
    .map(({ name, together }) => (
      <li key={name} className="flex items-baseline justify-between gap-3 py-2">
        <span className="min-w-0">
          {wordsOf(name)}
          <span className="block text-xs text-muted">{together.map(titleOf).join(", then ")}</span>
        </span>
        <span className="shrink-0 text-xs text-muted tabular-nums">
          {use?.groups.find(({ key }) => key === name)?.figures.cases ?? 0}
        </span>
      </li>
    ));
}

/** What at least one of its guardrails asks of people, in a few words. */
function assuranceOf({ tool: name, tier }: ToolTier, { policies }: BlueprintView): string {
  if (tier === "draft") return "a teammate approves";
  const permits = policies.filter(({ effect, actions }) => effect === "permit" && (actions?.includes(name) ?? true));
  if (permits.length === 0) return "no guardrail permits it";
  const isFree = permits.some(({ text }) => !/assurance\.(?:confirmed|approved)/.test(text));
  if (isFree) return permits.length === 1 ? "without being asked" : "without being asked, within limits";
  const isConfirmedOnly = permits.some(({ text }) => !text.includes("assurance.approved"));
  return isConfirmedOnly ? "the customer confirms" : "a person approves";
}

const countWords = (tools: number): string => (tools === 0 ? "" : tools === 1 ? "1 tool" : `${tools} tools`);

function countOf({ use: { read, done, undone, refused, failed, unknown } }: ToolTier): number {
  return read + done + undone + refused + failed + unknown;
}
