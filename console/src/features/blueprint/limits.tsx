import type { BlueprintView, LimitPage, LimitView } from "@purser/contract";
import { type RefObject, useId, useRef, useState } from "react";
import { useSignedIn } from "../../lib/session.ts";
import { moneyOf, wordsOf } from "../../lib/words.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Empty, Failed, Loading } from "../../ui/states.tsx";
import { BlueprintPage } from "./blueprint-page.tsx";
import { EffectBadge } from "./effect-badge.tsx";
import { changesIn, keyOf, textOf, type Typed } from "./limits-change.ts";
import { LimitsPreview } from "./limits-preview.tsx";
import { SavedNote, useSaveChange } from "./save-change.tsx";
import { mayPublish, useLimits } from "./version-queries.ts";

/** The numbers in the guardrails as a form: what a change would do is seen before it is saved. */
export function Limits() {
  const limits = useLimits();
  return (
    <BlueprintPage name="Limits">
      {(blueprint) =>
        limits.isPending ? (
          <Loading what="the limits" />
        ) : limits.isError ? (
          <Failed error={limits.error} onRetry={() => void limits.refetch()} />
        ) : limits.data.limits.length === 0 ? (
          <Empty title="No guardrail has a limit">
            A limit is a number that a guardrail compares with what is asked for, known or counted.
          </Empty>
        ) : (
          <LimitsForm page={limits.data} blueprint={blueprint} />
        )
      }
    </BlueprintPage>
  );
}

function LimitsForm({ page, blueprint }: { page: LimitPage; blueprint: BlueprintView }) {
  const [typed, setTyped] = useState<Typed>({});
  const preview = useRef<HTMLElement>(null);
  const { changes, wrong } = changesIn(page.limits, typed, page.currency);
  const discard = (): void => setTyped({});
  const save = useSaveChange("/v1/blueprint/limits", { changes, hash: page.hash }, discard);
  const set = (limit: LimitView, text: string | null): void => {
    save.reset();
    setTyped(({ [keyOf(limit)]: _before, ...others }) =>
      text === null ? others : { ...others, [keyOf(limit)]: text },
    );
  };
  return (
    <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <List page={page} blueprint={blueprint} typed={typed} wrong={wrong} onChange={set} />
      <section
        ref={preview}
        tabIndex={-1}
        aria-label="What it would do"
        className="min-w-0 scroll-mt-4 outline-none lg:sticky lg:top-0"
      >
        {changes.length > 0 ? (
          <LimitsPreview page={page} changes={changes} isComplete={wrong.size === 0} save={save} onDiscard={discard} />
        ) : save.isSuccess ? (
          <SavedNote of={save.data} />
        ) : (
          <p className="text-muted">Change a limit to see what it would do to the cases of the last 30 days.</p>
        )}
      </section>
      {changes.length === 0 ? null : <ToPreview changes={changes.length} preview={preview} />}
    </div>
  );
}

/** On a narrow screen the preview lies below all limits. */
function ToPreview({ changes, preview }: { changes: number; preview: RefObject<HTMLElement | null> }) {
  return (
    <div className="sticky bottom-0 -mx-4 border-t bg-raised px-4 py-2 lg:hidden">
      <Button className="w-full" onClick={() => preview.current?.focus()}>
        {changes === 1 ? "1 change: what it would do" : `${changes} changes: what they would do`}
      </Button>
    </div>
  );
}

type ListProps = {
  page: LimitPage;
  blueprint: BlueprintView;
  typed: Typed;
  wrong: ReadonlySet<string>;
  onChange: (limit: LimitView, text: string | null) => void;
};

function List({ page, blueprint, typed, wrong, onChange }: ListProps) {
  const { person } = useSignedIn();
  const [wanted, setWanted] = useState("");
  const isEditable = mayPublish(person.role);
  return (
    <div className="max-w-3xl min-w-0">
      <div className="mb-5 max-w-sm">
        <Field label="Find a limit" type="search" value={wanted} onChange={(event) => setWanted(event.target.value)} />
      </div>
      {isEditable ? null : <p className="mb-5 text-muted">Leads and admins change limits.</p>}
      {groupsOf(page.limits, blueprint, wanted).map(([title, limits]) => (
        <section key={title} className="mb-8">
          <h2 className="mb-1 font-semibold">{title}</h2>
          <ul>
            {limits.map((limit) => (
              <Row
                key={keyOf(limit)}
                limit={limit}
                currency={page.currency}
                text={typed[keyOf(limit)] ?? null}
                isWrong={wrong.has(keyOf(limit))}
                isEditable={isEditable}
                onChange={(text) => onChange(limit, text)}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Limits by the tools that they are of, those of each in the order of the guardrails. */
function groupsOf(
  limits: readonly LimitView[],
  { tools }: BlueprintView,
  wanted: string,
): readonly [string, readonly LimitView[]][] {
  const titles = new Map(tools.map(({ name, title }) => [name, title]));
  const titleOf = (action: string): string => {
    const undone = action.startsWith("undo_") ? titles.get(action.slice("undo_".length)) : undefined;
    return titles.get(action) ?? (undone === undefined ? wordsOf(action) : `Undo: ${undone}`);
  };
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, LimitView[]>();
  for (const limit of limits) {
    const title = limit.actions === null ? "Everything" : limit.actions.map(titleOf).join(", ");
    const text = `${title} ${limit.policy} ${limit.sentence}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    groups.set(title, [...(groups.get(title) ?? []), limit]);
  }
  return [...groups];
}

type RowProps = {
  limit: LimitView;
  currency: string;
  /** What was typed; null while it is as it was. */
  text: string | null;
  isWrong: boolean;
  isEditable: boolean;
  onChange: (text: string | null) => void;
};

function Row({ limit, currency, text, isWrong, isEditable, onChange }: RowProps) {
  const { deployment } = useSignedIn();
  const id = useId();
  const inForce = textOf(limit, currency);
  const isChanged = text !== null && text !== inForce;
  const said = limit.unit === "money" ? moneyOf(limit.value, currency, deployment.locale) : String(limit.value);
  return (
    <li className="border-b py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <label htmlFor={id} className="min-w-0 flex-1 basis-60">
          <EffectBadge of={limit} /> <span className="font-medium">{upperFirst(limit.what)}</span> {limit.bound}
        </label>
        <span className="flex items-center gap-2">
          <input
            id={id}
            inputMode="decimal"
            autoComplete="off"
            disabled={!isEditable}
            value={text ?? inForce}
            aria-invalid={isWrong}
            aria-describedby={`${id}-about`}
            className={`h-8 w-28 rounded-md border bg-surface px-2.5 text-right tabular-nums disabled:bg-sunken ${isWrong ? "!border-bad" : isChanged ? "!border-accent" : "border-line-strong"}`}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") onChange(null);
            }}
          />
          <span className="w-9 text-xs text-muted">{limit.unit === "money" ? currency : ""}</span>
        </span>
      </div>
      <p id={`${id}-about`} className="mt-1 text-xs text-muted">
        {isWrong ? (
          <span className="text-bad">
            {limit.unit === "money" ? `An amount such as ${inForce}` : "A whole number"}; it is {said} now.{" "}
          </span>
        ) : isChanged ? (
          <span className="text-accent">It is {said} now; Esc puts it back. </span>
        ) : null}
        {limit.sentence}
      </p>
    </li>
  );
}

function upperFirst(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
