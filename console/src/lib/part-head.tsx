import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Place } from "./places.ts";
import { useShowCurrent } from "./show-current.ts";

/** What stands over every page of a part of the desk: which pages there are, and what can be done on this one. */
export function PartHead(props: {
  part: string;
  places: readonly Place[];
  actions: ReactNode;
  /** What stands beside the name of a page. */
  mark?: (to: Place["to"]) => ReactNode;
}) {
  const { part, places, actions, mark } = props;
  const row = useShowCurrent<HTMLElement>(useLocation().pathname);
  return (
    <header className="border-b">
      <div className="flex min-h-14 flex-wrap items-center gap-4 px-4 md:px-6">
        <h1 className="text-base font-semibold">{part}</h1>
        <div className="ml-auto flex items-center gap-2">{actions}</div>
      </div>
      <nav ref={row} aria-label={part} className="relative flex gap-1 overflow-x-auto px-3 md:px-5">
        {places.map(({ to, name }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true, includeSearch: false }}
            className="focus-inset border-b-2 border-transparent px-2 py-2 whitespace-nowrap text-muted hover:text-text"
            activeProps={{ className: "!border-accent !text-text font-medium" }}
          >
            {name}
            {mark?.(to)}
          </Link>
        ))}
      </nav>
    </header>
  );
}
