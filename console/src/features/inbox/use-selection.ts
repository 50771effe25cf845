import { type RefObject, useCallback, useRef, useState } from "react";

/** What is selected of a list, by id; `isRange` selects all from the last one that was selected alone. */
export type Selection = {
  ids: ReadonlySet<string>;
  select: (caseId: string, isRange: boolean) => void;
  clear: () => void;
};

const none: ReadonlySet<string> = new Set();

/** The list is read where it is needed, so that rows are drawn anew only for what changed of them. */
export function useSelection(list: RefObject<readonly { caseId: string }[]>): Selection {
  const [ids, setIds] = useState(none);
  const anchor = useRef<string | null>(null);
  const select = useCallback(
    (selected: string, isRange: boolean) => {
      const indexOf = (id: string): number => list.current.findIndex(({ caseId }) => caseId === id);
      const index = indexOf(selected);
      const known = isRange && anchor.current !== null ? indexOf(anchor.current) : index;
      const from = known === -1 ? index : known;
      const reached = list.current.slice(Math.min(from, index), Math.max(from, index) + 1).map(({ caseId }) => caseId);
      if (!isRange || known === -1 || anchor.current === null) anchor.current = selected;
      setIds((before) => {
        if (isRange) return new Set([...before, ...reached]);
        return before.has(selected)
          ? new Set([...before].filter((id) => id !== selected))
          : new Set([...before, selected]);
      });
    },
    [list],
  );
  const clear = useCallback(() => {
    anchor.current = null;
    setIds(none);
  }, []);
  return { ids, select, clear };
}
