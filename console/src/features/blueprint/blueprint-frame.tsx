import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { blueprintPlaces } from "../../lib/places.ts";
import { useShowCurrent } from "../../lib/show-current.ts";
import { usePendingVersions } from "./version-queries.ts";

/** What stands over every page of the blueprint: which there are, and what can be done on this one. */
export function BlueprintFrame({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const pending = usePendingVersions().data?.pending ?? [];
  const row = useShowCurrent<HTMLElement>(useLocation().pathname);
  const waiting = pending.filter(({ end }) => end === null).length;
  return (
    <>
      <header className="border-b">
        <div className="flex min-h-14 flex-wrap items-center gap-4 px-4 md:px-6">
          <h1 className="text-base font-semibold">Blueprint</h1>
          <div className="ml-auto flex items-center gap-2">{actions}</div>
        </div>
        <nav ref={row} aria-label="Blueprint" className="relative flex gap-1 overflow-x-auto px-3 md:px-5">
          {blueprintPlaces.map(({ to, name }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: true }}
              className="focus-inset border-b-2 border-transparent px-2 py-2 whitespace-nowrap text-muted hover:text-text"
              activeProps={{ className: "!border-accent !text-text font-medium" }}
            >
              {name}
              {to === "/blueprint/versions" && waiting > 0 ? (
                <span className="ml-1.5 rounded-full bg-warn-soft px-1.5 text-xs font-medium text-warn tabular-nums">
                  {waiting}
                  <span className="sr-only"> waiting</span>
                </span>
              ) : null}
            </Link>
          ))}
        </nav>
      </header>
      {children}
    </>
  );
}
