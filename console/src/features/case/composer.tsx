import type { CaseView } from "@purser/contract";
import { useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { classNames } from "../../lib/class-names.ts";
import { useShortcuts } from "../../lib/keyboard.ts";
import { useOwnCommands } from "../../lib/page-commands.ts";
import { useSignedIn } from "../../lib/session.ts";
import { useBegun, allModes, type Mode } from "../../lib/unsent.ts";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/states.tsx";
import { modes } from "./modes.ts";
import { useTakeOver } from "./use-case.ts";
import { Writing } from "./writing.tsx";

/** What a person writes in a case, and taking it over first; each new `draftWish` has the agent draft a reply. */
export function Composer(props: { view: CaseView; draftWish: number; writers: readonly string[] }) {
  const { view, draftWish, writers } = props;
  const { person } = useSignedIn();
  const isMine = view.owner.kind === "teammate" && view.owner.teammateId === person.id;
  const isOver = view.status === "closed";
  const begun = useBegun(view.caseId);
  // Who comes back goes on where they were: with the note, if that alone is begun.
  const [chosen, setMode] = useState<Mode>(begun.includes("reply") ? "reply" : (begun[0] ?? "reply"));
  const mode = isMine && !isOver ? chosen : "note";
  const box = useRef<HTMLDivElement>(null);
  const take = useTakeOver(view.caseId);
  const mayTake = !isMine && !isOver && person.role !== "auditor";
  useOwnCommands(
    useMemo(() => (mayTake ? [{ name: take.name, hint: "T", run: take.run }] : []), [mayTake, take.name, take.run]),
  );
  const choose = (next: Mode): void => {
    // At once: what is typed right after the shortcut belongs into the field.
    flushSync(() => setMode(next));
    const field = box.current?.querySelector("textarea");
    field?.focus();
    // Who goes on writing does so where they stopped.
    field?.setSelectionRange(field.value.length, field.value.length);
  };
  useEffect(() => {
    if (draftWish > 0) setMode("reply");
  }, [draftWish]);
  useShortcuts({
    ...(mayTake ? { t: take.run } : {}),
    ...(isMine && !isOver ? { r: () => choose("reply"), b: () => choose("return") } : {}),
    n: () => choose("note"),
  });
  return (
    <section aria-label="Write" ref={box} className="border-t bg-surface px-4 py-3 md:px-6">
      <div className="mx-auto flex max-w-6xl flex-col gap-2">
        <div className="flex flex-wrap items-center gap-1">
          <Kinds of={isMine && !isOver ? allModes : ["note"]} mode={mode} begun={begun} onChoose={choose} />
          {mayTake ? (
            <Button look="solid" shortcut="T" className="ml-auto" disabled={take.isPending} onClick={take.run}>
              {take.name}
            </Button>
          ) : null}
        </div>
        <Problem error={take.error} />
        <OtherWriters writers={writers} />
        <Writing key={mode} mode={mode} view={view} draftWish={draftWish} />
      </div>
    </section>
  );
}

function Kinds(props: { of: readonly Mode[]; mode: Mode; begun: readonly Mode[]; onChoose: (mode: Mode) => void }) {
  const { of, mode, begun, onChoose } = props;
  return of.map((each) => (
    <button
      key={each}
      type="button"
      aria-pressed={each === mode}
      onClick={() => onChoose(each)}
      className={classNames(
        "h-7 rounded-md px-2",
        each === mode ? "bg-sunken font-medium" : "text-muted hover:text-text",
      )}
    >
      {modes[each].tab}
      {each !== mode && begun.includes(each) ? <span className="ml-1 text-xs text-warn">unsent</span> : null}
    </button>
  ));
}

/** So that two people do not write her the same. */
function OtherWriters({ writers }: { writers: readonly string[] }) {
  return (
    <p role="status" className="font-medium text-warn empty:hidden">
      {writers.length === 0
        ? null
        : `${writers.join(" and ")} ${writers.length === 1 ? "is" : "are"} writing here just now.`}
    </p>
  );
}
