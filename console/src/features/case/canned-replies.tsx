import type { CannedReplyView } from "@purser/contract";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { classNames } from "../../lib/class-names.ts";

const longestList = 6;

/** The canned replies whose title or name has what stands after the slash; nothing while the text begins otherwise. */
function foundBy(text: string, replies: readonly CannedReplyView[]): readonly CannedReplyView[] {
  const wish = /^\/([^\n]{0,40})$/.exec(text)?.[1]?.toLowerCase();
  if (wish === undefined) return [];
  return replies
    .filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(wish.trim()))
    .slice(0, longestList);
}

/** A field in which `/` lists the canned replies above it; arrows and Enter choose one. */
export function CannedReplies(props: {
  replies: readonly CannedReplyView[];
  text: string;
  onChoose: (reply: CannedReplyView) => void;
  children: ReactNode;
}) {
  const { replies, text, onChoose, children } = props;
  const [at, setAt] = useState(0);
  const found = foundBy(text, replies);
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
          aria-label="Canned replies"
          className="absolute bottom-full left-0 z-10 mb-1 w-full max-w-xl rounded-lg border border-line-strong bg-raised p-1.5 shadow-floating"
        >
          {found.map((reply) => (
            <li
              key={reply.name}
              role="option"
              aria-selected={reply === chosen}
              onPointerDown={(event) => {
                event.preventDefault();
                onChoose(reply);
              }}
              className={classNames("cursor-pointer rounded-md px-3 py-1.5", reply === chosen && "bg-sunken")}
            >
              <span className="block font-medium">{reply.title}</span>
              <span className="line-clamp-1 text-xs text-muted">{reply.text}</span>
            </li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
}
