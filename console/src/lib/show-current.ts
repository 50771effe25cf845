import { type RefObject, useEffect, useRef } from "react";

/** Of a row of places that is wider than the window, the one that is shown (`current` names it) is in sight. */
export function useShowCurrent<Row extends HTMLElement>(current: string): RefObject<Row | null> {
  const row = useRef<Row>(null);
  useEffect(() => {
    const place = row.current?.querySelector("[aria-current=page], [aria-pressed=true]");
    place?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return row;
}
