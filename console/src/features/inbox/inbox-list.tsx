import type { InboxCase } from "@purser/contract";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useRef } from "react";
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
  /** The case whose row has the focus, or had it last, with its place then; null before any had. */
  reached: RefObject<Reached | null>;
};
export type Reached = { caseId: string; index: number };

/** Draws what is seen and a little more, however many there are. */
export function InboxList({ cases, myId, hasMore, onMore, selection, reached }: Props) {
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
  const list = useRef(cases);
  useEffect(() => {
    list.current = cases;
  });
  useRows(list, reached, (index) => showRow(scroller, virtual, index), selection);
  const onFocus = useCallback(
    (caseId: string) => {
      reached.current = { caseId, index: list.current.findIndex((each) => each.caseId === caseId) };
    },
    [reached],
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

/** The row that is reached has the focus, so Enter opens it. */
function showRow(
  scroller: RefObject<HTMLElement | null>,
  virtual: { scrollToIndex: (index: number) => void },
  index: number,
): void {
  virtual.scrollToIndex(index);
  requestAnimationFrame(() => {
    scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`)?.focus({ preventScroll: true });
  });
}

/** Goes from row to row by keyboard, from the case that was reached, wherever in the list it is by now. */
function useRows(
  list: RefObject<readonly InboxCase[]>,
  reached: RefObject<Reached | null>,
  show: (index: number) => void,
  { select }: Selection,
): void {
  const place = (): number => {
    const last = reached.current;
    if (last === null) return -1;
    const index = list.current.findIndex(({ caseId }) => caseId === last.caseId);
    // It is gone from the list: what stood below it has taken its place.
    return index === -1 ? last.index - 0.5 : index;
  };
  const go = (by: 1 | -1): void => {
    const wanted = by === 1 ? Math.floor(place() + 1) : Math.ceil(place() - 1);
    const index = Math.max(0, Math.min(wanted, list.current.length - 1));
    const each = list.current[index];
    if (each === undefined) return;
    reached.current = { caseId: each.caseId, index };
    show(index);
  };
  const selectReached = (isRange: boolean): void => {
    if (reached.current !== null && Number.isInteger(place()) && place() >= 0) select(reached.current.caseId, isRange);
  };
  const extend = (by: 1 | -1): void => {
    selectReached(true);
    go(by);
    selectReached(true);
  };
  useShortcuts({
    j: () => go(1),
    k: () => go(-1),
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
    x: () => selectReached(false),
    "Shift ArrowDown": () => extend(1),
    "Shift ArrowUp": () => extend(-1),
  });
}
