import { type RefObject, useCallback, useRef, useState } from "react";

/** What is selected of a list, by id; `isRange` selects all from the last one that was selected alone. */
export type Selection = {
  ids: ReadonlySet<string>;
  select: (index: number, isRange: boolean) => void;
  clear: () => void;
};

const none: ReadonlySet<string> = new Set();

/** The list is read where it is needed, so that rows are drawn anew only for what changed of them. */
export function useSelection(list: RefObject<readonly { caseId: string }[]>): Selection {
  const [ids, setIds] = useState(none);
  const anchor = useRef<number | null>(null);
  const select = useCallback(
    (index: number, isRange: boolean) => {
      const from = isRange ? (anchor.current ?? index) : index;
      const [first, last] = [Math.min(from, index), Math.max(from, index)];
      const reached = list.current.slice(first, last + 1).map(({ caseId }) => caseId);
      if (!isRange || anchor.current === null) anchor.current = index;
      setIds((known) => {
        const [only] = reached;
        if (isRange || only === undefined) return new Set([...known, ...reached]);
        return known.has(only) ? new Set([...known].filter((id) => id !== only)) : new Set([...known, only]);
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
