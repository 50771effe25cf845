import { type CaseView, type DeskNotesView, deskNotesSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { Clock, Tag, X } from "lucide-react";
import { useState } from "react";
import { useActOnCases } from "../../lib/act-on-cases.ts";
import { type ActionKind, CaseActionDialog } from "../../lib/case-action-dialog.tsx";
import { read } from "../../lib/api.ts";
import { Due } from "../../lib/due.tsx";
import { useShortcuts } from "../../lib/keyboard.ts";
import { Time } from "../../lib/time.tsx";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/states.tsx";

const did = {
  "tag-added": "added the tag",
  "tag-removed": "took off the tag",
  snoozed: "snoozed it until",
  woken: "ended the snooze",
} as const;

/** Tags, the snooze and what is due; who changed them stands below. */
export function DeskNotes({ view: { caseId, version } }: { view: CaseView }) {
  const notes = useQuery({
    queryKey: ["desk-notes", caseId, version],
    queryFn: ({ signal }) => read(deskNotesSchema, `/v1/cases/${caseId}/desk-notes`, signal),
    placeholderData: (before) => before,
  });
  const { act } = useActOnCases();
  const [asked, setAsked] = useState<ActionKind | null>(null);
  const one = [caseId];
  useShortcuts({ l: () => setAsked("tag"), s: () => setAsked("snooze") });
  const refused = act.data?.results.find(({ problem }) => problem !== null)?.problem ?? null;
  const snoozedUntil = notes.data?.snoozedUntil ?? null;
  return (
    <section aria-label="Notes of the desk" className="flex flex-col gap-2">
      <Due of={notes.data?.due ?? null} />
      <div className="flex flex-wrap items-center gap-1.5">
        {notes.data?.tags.map((tag) => (
          <button
            key={tag}
            type="button"
            aria-label={`Take off the tag ${tag}`}
            className="inline-flex h-6 items-center gap-1 rounded-full bg-sunken px-2.5 text-xs font-medium hover:bg-hover"
            onClick={() => act.mutate({ caseIds: one, action: { kind: "untag", tag } })}
          >
            {tag}
            <X className="size-3" aria-hidden="true" />
          </button>
        ))}
        <Button look="quiet" shortcut="L" icon={<Tag className="size-3.5" />} onClick={() => setAsked("tag")}>
          Tag
        </Button>
        {snoozedUntil === null ? (
          <Button look="quiet" shortcut="S" icon={<Clock className="size-3.5" />} onClick={() => setAsked("snooze")}>
            Snooze
          </Button>
        ) : (
          <Button
            icon={<Clock className="size-3.5" />}
            onClick={() => act.mutate({ caseIds: one, action: { kind: "wake" } })}
          >
            Snoozed, back <Time at={snoozedUntil} />: end it
          </Button>
        )}
      </div>
      {refused === null ? null : <p className="text-bad">{`${refused.title} ${refused.todo}`}</p>}
      <Problem error={act.error ?? notes.error} />
      <Changes changes={notes.data?.changes ?? []} />
      <CaseActionDialog
        kind={asked}
        count={1}
        onClose={() => setAsked(null)}
        onAct={(action) => act.mutate({ caseIds: one, action })}
      />
    </section>
  );
}

function Changes({ changes }: { changes: DeskNotesView["changes"] }) {
  if (changes.length === 0) return null;
  return (
    <details className="text-xs text-muted">
      <summary className="cursor-pointer">Who changed this</summary>
      <ul className="mt-1 flex flex-col gap-1">
        {changes.map(({ at, by, kind, about }) => (
          <li key={`${at} ${kind} ${about}`}>
            {by} {did[kind]} {about === null ? null : kind === "snoozed" ? <Time at={about} /> : about},{" "}
            <Time at={at} />
          </li>
        ))}
      </ul>
    </details>
  );
}
