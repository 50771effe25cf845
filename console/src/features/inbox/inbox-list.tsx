import type { InboxCase } from "@purser/contract";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useShortcuts } from "../../lib/keyboard.ts";
import { InboxRow } from "./inbox-row.tsx";
import type { Selection } from "./use-selection.ts";

const wideRowPx = 44;
const narrowRowPx = 68;
/** So many rows before the end the next page is asked for. */
const aheadRows = 20;

type Props = {
  cases: readonly InboxCase[];
  myId: string;
  hasMore: boolean;
  onMore: () => void;
  selection: Selection;
  /** The row that has the focus, or had it last; null before any had. */
  onReach: (index: number) => void;
};

/** Draws what is seen and a little more, however many there are. */
export function InboxList({ cases, myId, hasMore, onMore, selection, onReach }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = window.matchMedia("(min-width: 48rem)").matches ? wideRowPx : narrowRowPx;
  const virtual = useVirtualizer({
    count: cases.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
    getItemKey: (index) => cases[index]?.caseId ?? index,
  });
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastSeen >= cases.length - aheadRows) onMore();
  }, [hasMore, lastSeen, cases.length, onMore]);
  const setAt = useRows(scroller, cases.length, (index) => virtual.scrollToIndex(index), selection);
  const onFocus = useCallback(
    (index: number) => {
      setAt(index);
      onReach(index);
    },
    [setAt, onReach],
  );
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
      <ul aria-label="Cases" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, key, start, size }) => {
          const each = cases[index];
          return each === undefined ? null : (
            <li
              key={key}
              data-index={index}
              aria-setsize={hasMore ? -1 : cases.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              <InboxRow
                of={each}
                index={index}
                myId={myId}
                isSelected={selection.ids.has(each.caseId)}
                onFocus={onFocus}
                onSelect={selection.select}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Goes from row to row by keyboard: the row that is reached has the focus, so Enter opens it. */
function useRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  show: (index: number) => void,
  { select }: Selection,
) {
  const [at, setAt] = useState(-1);
  const go = (index: number): void => {
    const next = Math.max(0, Math.min(index, count - 1));
    show(next);
    setAt(next);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus({ preventScroll: true });
    });
  };
  const reach = (index: number): void => {
    if (at !== -1) select(at, true);
    if (index >= 0 && index < count) select(index, true);
    go(index);
  };
  useShortcuts({
    j: () => go(at + 1),
    k: () => go(at - 1),
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    x: () => (at === -1 ? undefined : select(at, false)),
    "Shift ArrowDown": () => reach(at + 1),
    "Shift ArrowUp": () => reach(at - 1),
  });
  return setAt;
}
