import type {
  ExampleOtherwise,
  LimitChange,
  LimitEffect,
  LimitPage,
  SaveLimitsRequest,
  VerdictInShort,
  VersionPage,
} from "@purser/contract";
import type { UseMutationResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useEffect, useState } from "react";
import { shortId, wordsOf } from "../../lib/words.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Problem } from "../../ui/states.tsx";
import { useLimitsPreview } from "./version-queries.ts";

/** What a save sends besides the version that was seen. */
export type Saving = Omit<SaveLimitsRequest, "hash">;

type Props = {
  page: LimitPage;
  changes: readonly LimitChange[];
  /** Whether all that was typed can be a limit. */
  isComplete: boolean;
  save: UseMutationResult<VersionPage, Error, Saving>;
  onDiscard: () => void;
};

const typingMs = 400;

/** Looked up when somebody has paused typing. */
export function LimitsPreview({ page, changes, isComplete, save, onDiscard }: Props) {
  const settled = useSettled(changes);
  const preview = useLimitsPreview(page.hash, settled);
  const isCurrent = JSON.stringify(settled) === JSON.stringify(changes) && preview.isSuccess;
  const { problems = [], examples = [], effect = null } = preview.data ?? {};
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
              {effect === null ? null : <Effect of={effect} />}
            </>
          )}
        </div>
      </div>
      <SaveForm
        key={examples.length === 0 ? "holds" : "otherwise"}
        changes={changes}
        examples={examples}
        mayBeSaved={isCurrent && isComplete && problems.length === 0}
        save={save}
        onDiscard={onDiscard}
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

function Effect({ of }: { of: LimitEffect }) {
  const { cases, judged, notComparable, isComplete, changes } = of;
  return (
    <>
      <p className="text-muted">
        {judged === 0
          ? "Nothing of this kind was asked for in the last 30 days."
          : changes.length === 0
            ? `${count(judged, "proposal")} judged again: every answer stays as it was.`
            : `Of ${count(judged, "proposal")} judged again these would be answered otherwise:`}
      </p>
      <ul className="mt-2 flex flex-col gap-3">
        {changes.map((change) => (
          <li key={JSON.stringify([change.actions, change.from, change.to])} className="rounded-md bg-sunken p-3">
            <p className="flex flex-wrap items-center gap-1.5">
              <span className="font-semibold tabular-nums">{change.proposals} ×</span>
              <span>{verdictWords(change.from)}</span>
              <ArrowRight className="size-3.5 text-muted" aria-label="becomes" role="img" />
              <span className="font-medium">{verdictWords(change.to)}</span>
            </p>
            <p className="mb-1 text-xs text-muted">{change.actions.map(wordsOf).join(", ")}</p>
            <p className="flex flex-wrap gap-x-2.5 gap-y-1 text-xs">
              {change.caseIds.map((caseId) => (
                <Link key={caseId} to="/cases/$caseId" params={{ caseId }} className="text-accent underline">
                  {shortId(caseId)}
                </Link>
              ))}
            </p>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-xs text-muted">
        {isComplete
          ? `${count(cases, "case")} read.`
          : `Only the ${cases} cases that changed last were read; there are more.`}
        {notComparable === 0
          ? null
          : ` ${count(notComparable, "proposal")} could not be judged again: other facts are asked for now.`}
      </p>
    </>
  );
}

function SaveForm(props: {
  changes: readonly LimitChange[];
  examples: readonly ExampleOtherwise[];
  mayBeSaved: boolean;
  save: Props["save"];
  onDiscard: () => void;
}) {
  const { changes, examples, mayBeSaved, save, onDiscard } = props;
  const [why, setWhy] = useState("");
  const submit = (): void => {
    if (!mayBeSaved || why.trim() === "") return;
    save.mutate({ changes: [...changes], why, examples: examples.length === 0 ? "refuse" : "follow" });
  };
  return (
    <form
      className="flex flex-col gap-3 border-t pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {examples.length === 0 ? null : <Examples of={examples} />}
      <TextField
        label="Why"
        required
        maxLength={500}
        rows={2}
        value={why}
        onChange={(event) => setWhy(event.target.value)}
        onSend={submit}
      />
      <Problem error={save.error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDiscard}>Discard</Button>
        <Button look="solid" type="submit" disabled={!mayBeSaved || save.isPending}>
          Save as a new version
        </Button>
      </div>
    </form>
  );
}

function Examples({ of }: { of: readonly ExampleOtherwise[] }) {
  return (
    <div>
      <p className="font-medium">
        {of.length === 1 ? "1 example says otherwise" : `${of.length} examples say otherwise`}
      </p>
      <ul className="mt-1 mb-2 flex flex-col gap-2">
        {of.map(({ path, line, name, expected, got }) => (
          <li key={`${path}:${line}`} className="text-xs">
            <span className="text-sm">{name}</span>
            <span className="block break-words text-muted">
              expected {expected}, would be {got}
            </span>
            <span className="block font-mono break-all text-muted">
              {path}:{line}
            </span>
          </li>
        ))}
      </ul>
      <label className="flex items-start gap-2">
        <input type="checkbox" required className="mt-0.5 size-4 accent-(--accent-solid)" />
        <span>These examples follow the change</span>
      </label>
    </div>
  );
}

function verdictWords({ kind, role, approvals, level }: VerdictInShort): string {
  const who = approvals > 1 ? `${approvals} people, ${role ?? ""} or above, approve` : `a ${role ?? "person"} approves`;
  switch (kind) {
    case "allow":
      return "allowed";
    case "confirm":
      return "she confirms";
    case "approve":
      return who;
    case "confirm-then-approve":
      return `she confirms, ${who}`;
    case "identify":
      return `she shows who she is (level ${level ?? 0})`;
    case "escalate":
      return "to a person";
    case "deny":
    default:
      return "refused";
  }
}

function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}
