import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { usePendingVersions } from "./version-queries.ts";

const places = [
  { to: "/blueprint", name: "Procedures" },
  { to: "/blueprint/tools", name: "Tools" },
  { to: "/blueprint/spectrum", name: "Spectrum" },
  { to: "/blueprint/guardrails", name: "Guardrails" },
  { to: "/blueprint/limits", name: "Limits" },
  { to: "/blueprint/knowledge", name: "Knowledge" },
  { to: "/blueprint/drawing", name: "Drawing" },
  { to: "/blueprint/versions", name: "Versions" },
] as const;

/** What stands over every page of the blueprint: which there are, and what can be done on this one. */
export function BlueprintFrame({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const pending = usePendingVersions().data?.pending ?? [];
  const waiting = pending.filter(({ end }) => end === null).length;
  return (
    <>
      <header className="border-b">
        <div className="flex min-h-14 flex-wrap items-center gap-4 px-4 md:px-6">
          <h1 className="text-base font-semibold">Blueprint</h1>
          <div className="ml-auto flex items-center gap-2">{actions}</div>
        </div>
        <nav aria-label="Blueprint" className="relative flex gap-1 overflow-x-auto px-3 md:px-5">
          {places.map(({ to, name }) => (
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
