import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { inboxViews } from "../lib/inbox-views.ts";
import { classNames } from "../lib/class-names.ts";
import { type DeskCommand, usePageCommands } from "../lib/page-commands.ts";
import { useSavedFilters } from "../lib/saved-filters.ts";
import { blueprintPlaces, type Place, settingsPlacesFor } from "../lib/places.ts";
import { maySeeSettings, useSignedIn } from "../lib/session.ts";
import { Dialog } from "../ui/dialog.tsx";

/** All that can be done from anywhere. */
export function useCommands(does: { onScheme: () => void; onSheet: () => void; onLeave: () => void }): DeskCommand[] {
  const navigate = useNavigate();
  const { person } = useSignedIn();
  const ofPage = usePageCommands();
  const saved = useSavedFilters();
  // Its shortcut leads to the first page of a part.
  const pages = (part: string, hint: string, places: readonly Place[]): readonly DeskCommand[] =>
    places.map(({ to, name }, index) => ({
      name: `${part}: ${name}`,
      ...(index === 0 ? { hint } : {}),
      run: () => void navigate({ to }),
    }));
  return [
    ...ofPage,
    ...inboxViews.map(({ view, name }) => ({
      name: `Inbox: ${name}`,
      run: () => void navigate({ to: "/inbox", search: view === null ? {} : { view } }),
    })),
    ...(saved.data?.filters ?? []).map(({ name, filter }) => ({
      name: `Filter: ${name}`,
      run: () => void navigate({ to: "/inbox", search: filter }),
    })),
    { name: "Approvals", hint: "G A", run: () => void navigate({ to: "/approvals" }) },
    ...pages("Blueprint", "G B", blueprintPlaces),
    { name: "Insights", hint: "G N", run: () => void navigate({ to: "/insights" }) },
    { name: "Counts of approvals", run: () => void navigate({ to: "/approvals/counts" }) },
    { name: "Mentions", hint: "G M", run: () => void navigate({ to: "/mentions" }) },
    ...(maySeeSettings(person.role) ? pages("Settings", "G S", settingsPlacesFor(person.role)) : []),
    { name: "Change the colours", run: does.onScheme },
    { name: "Shortcuts", hint: "?", run: does.onSheet },
    { name: "Sign out", run: does.onLeave },
  ];
}

/** A search that finds nothing among the commands is one for cases. */
function useFound(text: string, commands: readonly DeskCommand[]): DeskCommand[] {
  const navigate = useNavigate();
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
  if (text.trim() === "") return found;
  const q = text.trim();
  const search = { name: `Search cases for “${q}”`, run: () => void navigate({ to: "/inbox", search: { q } }) };
  const isCaseId = /^case_[0-9a-z]{20}$/.test(q);
  const open = { name: `Open ${q}`, run: () => void navigate({ to: "/cases/$caseId", params: { caseId: q } }) };
  return [...(isCaseId ? [open] : []), ...found, search];
}

type Props = { isOpen: boolean; onClose: () => void; commands: readonly DeskCommand[] };

export function CommandPalette({ isOpen, onClose, commands }: Props) {
  return (
    <Dialog title="Commands" isTitleHidden isOpen={isOpen} onClose={onClose}>
      {isOpen ? <Finder onClose={onClose} commands={commands} /> : null}
    </Dialog>
  );
}

function Finder({ onClose, commands }: Omit<Props, "isOpen">) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useFound(text, commands);
  const run = (command: DeskCommand | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const steps: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setAt((now) => Math.min(now + 1, found.length - 1)),
    ArrowUp: () => setAt((now) => Math.max(now - 1, 0)),
    Enter: () => run(found[at]),
  };
  return (
    <>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls="commands"
        aria-activedescendant={`command-${at}`}
        aria-label="Find a command or a case"
        placeholder="Find a command or a case"
        className="border-b bg-transparent px-5 py-3.5 text-base outline-none"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const step = steps[event.key];
          if (step === undefined) return;
          event.preventDefault();
          step();
        }}
      />
      <CommandList found={found} at={at} onPoint={setAt} onRun={run} />
    </>
  );
}

function CommandList(props: {
  found: readonly DeskCommand[];
  at: number;
  onPoint: (index: number) => void;
  onRun: (command: DeskCommand) => void;
}) {
  const { found, at, onPoint, onRun } = props;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <ul ref={list} id="commands" role="listbox" aria-label="Commands" className="max-h-80 overflow-auto p-1.5">
      {found.map((command, index) => (
        <li
          key={command.name}
          id={`command-${index}`}
          role="option"
          aria-selected={index === at}
          onPointerMove={() => onPoint(index)}
          onClick={() => onRun(command)}
          className={classNames(
            "flex h-9 cursor-pointer items-center justify-between rounded-md px-3",
            index === at && "bg-hover",
          )}
        >
          {command.name}
          {command.hint === undefined ? null : <span className="text-xs text-muted">{command.hint}</span>}
        </li>
      ))}
    </ul>
  );
}
