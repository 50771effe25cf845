import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { settingsPlacesFor } from "../../lib/places.ts";
import { useSignedIn } from "../../lib/session.ts";
import { useShowCurrent } from "../../lib/show-current.ts";

/** What stands over every page of the settings: which there are for this role, and what can be done on this one. */
export function SettingsFrame({ name, actions, children }: { name: string; actions?: ReactNode; children: ReactNode }) {
  const { person } = useSignedIn();
  const row = useShowCurrent<HTMLElement>(useLocation().pathname);
  return (
    <>
      <header className="border-b">
        <div className="flex min-h-14 flex-wrap items-center gap-4 px-4 md:px-6">
          <h1 className="text-base font-semibold">Settings</h1>
          <div className="ml-auto flex items-center gap-2">{actions}</div>
        </div>
        <nav ref={row} aria-label="Settings" className="flex gap-1 overflow-x-auto px-3 md:px-5">
          {settingsPlacesFor(person.role).map((place) => (
            <Link
              key={place.to}
              to={place.to}
              activeOptions={{ exact: true, includeSearch: false }}
              className="focus-inset border-b-2 border-transparent px-2 py-2 whitespace-nowrap text-muted hover:text-text"
              activeProps={{ className: "!border-accent !text-text font-medium" }}
            >
              {place.name}
            </Link>
          ))}
        </nav>
      </header>
      <div className="min-h-0 flex-1 overflow-auto p-4 md:p-6" tabIndex={0} role="region" aria-label={name}>
        {children}
      </div>
    </>
  );
}
