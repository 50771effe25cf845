import { type KeyboardEvent, type ReactNode, useState } from "react";
import { classNames } from "../../lib/class-names.ts";

/** What can be put into a text: its name, and the line below it. */
export type Choosable = { key: string; name: string; about: string; text: string };

/** A field above which a list opens; arrows and Enter choose, and Escape is the field's own. */
export function ChooseAbove(props: {
  label: string;
  found: readonly Choosable[];
  onChoose: (chosen: Choosable) => void;
  children: ReactNode;
}) {
  const { label, found, onChoose, children } = props;
  const [at, setAt] = useState(0);
  const chosen = found[Math.min(at, found.length - 1)];
  const onKey = (event: KeyboardEvent): void => {
    if (chosen === undefined || event.ctrlKey || event.metaKey) return;
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => setAt(Math.min(at + 1, found.length - 1)),
      ArrowUp: () => setAt(Math.max(at - 1, 0)),
      Enter: () => onChoose(chosen),
      Tab: () => onChoose(chosen),
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  };
  return (
    <div onKeyDownCapture={onKey}>
      {found.length === 0 ? null : (
        <ul
          role="listbox"
          aria-label={label}
          className="absolute bottom-full left-0 z-10 mb-1 w-full max-w-xl rounded-lg border border-line-strong bg-raised p-1.5 shadow-floating"
        >
          {found.map((item) => (
            <li
              key={item.key}
              role="option"
              aria-selected={item === chosen}
              onPointerDown={(event) => {
                event.preventDefault();
                onChoose(item);
              }}
              className={classNames("cursor-pointer rounded-md px-3 py-1.5", item === chosen && "bg-sunken")}
            >
              <span className="block font-medium">{item.name}</span>
              <span className="line-clamp-1 text-xs text-muted">{item.about}</span>
            </li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
}
