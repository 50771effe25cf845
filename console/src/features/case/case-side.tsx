import type { CaseView, EventView } from "@purser/contract";
import { Link } from "@tanstack/react-router";
import { BadgeCheck, BadgeQuestionMark } from "lucide-react";
import { useState } from "react";
import { useTitles } from "../../lib/blueprint.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Time } from "../../lib/time.tsx";
import { shortId } from "../../lib/words.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Briefing } from "./briefing.tsx";
import { type Identity, identitiesIn } from "./identities.ts";
import { Lookups } from "./lookups.tsx";
import { Part } from "./part.tsx";
import { DeskNotes } from "./desk-notes.tsx";
import { RecordsBeside } from "./records-beside.tsx";
import { Undo } from "./undo.tsx";
import { useOtherCases } from "./use-case.ts";

const levels = [
  "Nobody knows who this is",
  "A contact that we know",
  "Logged in at the site",
  "Logged in anew just now",
];

/** The customer beside the case: who she is, what is open, what was done for her, and what else she came with. */
export function CaseSide(props: { view: CaseView; events: readonly EventView[]; onDraft: () => void }) {
  const { view, events, onDraft } = props;
  const others = useOtherCases(view.customerId, view.caseId);
  return (
    <div className="flex flex-col gap-6 p-4 md:p-5">
      <Part title="Customer">
        <p className="text-base font-semibold break-words">{view.customerRef ?? "A visitor"}</p>
        <p className="text-muted">{levels[view.identity.level]}</p>
        <Identities identities={identitiesIn(events)} />
      </Part>
      <DeskNotes view={view} />
      <Briefing view={view} onDraft={onDraft} />
      <OpenQuestions view={view} />
      <Calls view={view} />
      <RecordsBeside caseId={view.caseId} customerRef={view.customerRef} />
      <Lookups caseId={view.caseId} />
      <Part title="Other cases">
        {(others.data ?? []).length === 0 ? <p className="text-muted">None that we know of.</p> : null}
        <ul className="-mx-2 flex flex-col">
          {others.data?.map(({ caseId, status, updatedAt }) => (
            <li key={caseId}>
              <Link
                to="/cases/$caseId"
                params={{ caseId }}
                className="flex justify-between rounded-md px-2 py-1 hover:bg-hover"
              >
                <span>
                  {shortId(caseId)} <span className="text-muted">{status}</span>
                </span>
                <span className="text-muted">
                  <Time at={updatedAt} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </Part>
      <Cost view={view} />
    </div>
  );
}

/** By what she is known here, and how each was proved. */
function Identities({ identities }: { identities: readonly Identity[] }) {
  if (identities.length === 0) return null;
  return (
    <ul aria-label="How she is known" className="mt-2 flex flex-col gap-1.5 text-xs">
      {identities.map(({ key, name, proof, isProved, until }) => (
        <li key={key} className="flex gap-2">
          {isProved ? (
            <BadgeCheck className="mt-0.5 size-3.5 shrink-0 text-good" aria-label="Proved" />
          ) : (
            <BadgeQuestionMark className="mt-0.5 size-3.5 shrink-0 text-muted" aria-label="Not proved" />
          )}
          <span className="min-w-0">
            <span className="block font-medium break-words">{name}</span>
            <span className="text-muted">
              {proof}
              {until === null ? (
                ""
              ) : (
                <>
                  , ends <Time at={until} />
                </>
              )}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function OpenQuestions({ view }: { view: CaseView }) {
  if (view.pauses.length === 0) return null;
  return (
    <Part title="Waiting for">
      <ul className="flex flex-col gap-2">
        {view.pauses.map(({ pauseId, shown, mayAnswer, expiresAt }) => (
          <li key={pauseId} className="rounded-lg border border-line bg-surface p-3">
            <p className="font-medium">{shown.text}</p>
            <p className="mt-1 text-muted">
              {mayAnswer.kind === "customer" ? "The customer answers" : `A ${mayAnswer.role} answers`}, due{" "}
              <Time at={expiresAt} />
            </p>
            {mayAnswer.kind === "teammate" ? (
              <Link
                to="/approvals"
                search={{ pause: pauseId }}
                className="mt-2 inline-block font-medium text-accent hover:underline"
              >
                Decide
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
    </Part>
  );
}

const callWords = { open: "Not settled", done: "Done", undone: "Taken back" } as const;
const callTones = { open: "warn", done: "good", undone: "neutral" } as const;

function Calls({ view }: { view: CaseView }) {
  const { titles } = useTitles();
  const [undoing, setUndoing] = useState<CaseView["calls"][number] | null>(null);
  if (view.calls.length === 0) return null;
  return (
    <Part title="What was done">
      <ul className="flex flex-col gap-1">
        {view.calls.map((call) => (
          <li key={call.key} className="flex min-h-8 items-center gap-2">
            <span className="min-w-0 flex-1 truncate">
              {call.undoOf === null ? titles.tool(call.tool) : `Took back: ${titles.tool(call.tool)}`}
            </span>
            <Badge tone={callTones[call.state]}>{callWords[call.state]}</Badge>
            {call.state === "done" && call.undoOf === null ? (
              <Button look="quiet" className="!h-7 !px-1.5" onClick={() => setUndoing(call)}>
                Undo
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <Undo call={undoing} caseId={view.caseId} onClose={() => setUndoing(null)} />
    </Part>
  );
}

function Cost({ view }: { view: CaseView }) {
  const { deployment } = useSignedIn();
  const { thoughts, calls, costMicros, currency } = view.cost;
  const money = new Intl.NumberFormat(deployment.locale, { style: "currency", currency, maximumFractionDigits: 4 });
  return (
    <Part title="What it took">
      <p className="text-muted">
        {thoughts} {thoughts === 1 ? "thought" : "thoughts"}, {calls} {calls === 1 ? "call" : "calls"},{" "}
        {money.format(costMicros / 1_000_000)} for models
      </p>
    </Part>
  );
}
