import type { ChangePreview, DraftEvidence, VerdictInShort, VersionEffect, VersionOutlook } from "@purser/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { shortId, wordsOf } from "../../lib/words.ts";
import { Problem } from "../../ui/states.tsx";

/** What a version would do otherwise than the one in force: what speaks for it, what it would have done, and who decides. */
export function Outlook({ of }: { of: VersionOutlook | ChangePreview }) {
  const { effect, evidence, widenings, needsSecondPerson } = of;
  return (
    <div className="flex flex-col gap-3">
      {effect === null ? null : <Effect of={effect} />}
      {evidence.map((each) => (
        <Evidence key={each.action} of={each} />
      ))}
      {widenings.length === 0 ? null : (
        <div className="rounded-md bg-warn-soft px-3 py-2">
          <p className="font-medium text-warn">
            {needsSecondPerson ? "It permits more, so a second person puts it in force" : "It permits more"}
          </p>
          <Widenings of={widenings} />
        </div>
      )}
    </div>
  );
}

/** What a change that is being made would do, as far as it is known; read out when it is. */
export function PreviewOutlook({ preview, isBusy }: { preview: UseQueryResult<ChangePreview>; isBusy: boolean }) {
  return (
    <div role="status" aria-busy={isBusy}>
      <Judged of={preview}>
        {(found) => (
          <>
            {found.problems.map((problem) => (
              <p key={problem} className="rounded-md bg-bad-soft px-3 py-2 break-words text-bad">
                {problem}
              </p>
            ))}
            <Outlook of={found} />
          </>
        )}
      </Judged>
    </div>
  );
}

/** What the cases of the last 30 days say, once they were judged again. */
export function Judged<Found>({ of, children }: { of: UseQueryResult<Found>; children: (found: Found) => ReactNode }) {
  if (of.isError) return <Problem error={of.error} />;
  if (of.data === undefined) return <p className="text-muted">Judging the cases of the last 30 days again …</p>;
  return children(of.data);
}

export function Widenings({ of }: { of: readonly string[] }) {
  return (
    <ul className="mt-1 list-disc pl-4">
      {of.map((each) => (
        <li key={each} className="break-words">
          {each}
        </li>
      ))}
    </ul>
  );
}

const sayings: Readonly<Record<DraftEvidence["says"], string>> = {
  "too-little": "Too little to say that the agent can do it alone.",
  for: "It speaks for letting the agent do it alone.",
  against: "It speaks against letting the agent do it alone.",
};

/** What people made of the drafts so far. */
function Evidence({ of }: { of: DraftEvidence }) {
  const { action, unchanged, edited, dropped, open, needed, neededShare, says, caseIds } = of;
  return (
    <section aria-label={`Drafts of ${wordsOf(action)}`} className="rounded-md bg-sunken p-3">
      <h3 className="font-medium">What became of its drafts in the last 30 days</h3>
      <dl className="my-2 grid grid-cols-2 gap-2 sm:grid-cols-4">
        {(
          [
            ["sent unchanged", unchanged],
            ["edited", edited],
            ["dropped", dropped],
            ["still open", open],
          ] as const
        ).map(([name, number]) => (
          <div key={name} className="flex flex-col-reverse">
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="text-base font-semibold tabular-nums">{number}</dd>
          </div>
        ))}
      </dl>
      <p className={says === "for" ? "text-good" : "text-warn"}>{sayings[says]}</p>
      <p className="text-xs text-muted">
        {needed} answered drafts say something, and {Math.round(neededShare * 100)} of 100 sent unchanged speak for it.
      </p>
      {caseIds.length === 0 ? null : (
        <p className="mt-1 flex flex-wrap gap-x-2.5 gap-y-1 text-xs">
          <span className="text-muted">Edited or dropped:</span>
          <Cases ids={caseIds} />
        </p>
      )}
    </section>
  );
}

function Cases({ ids }: { ids: DraftEvidence["caseIds"] }) {
  return ids.map((caseId) => (
    <Link key={caseId} to="/cases/$caseId" params={{ caseId }} className="text-accent underline">
      {shortId(caseId)}
    </Link>
  ));
}

function Effect({ of }: { of: VersionEffect }) {
  const { cases, judged, notComparable, isComplete, changes } = of;
  return (
    <div>
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
              <Cases ids={change.caseIds} />
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
