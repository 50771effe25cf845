import type { ReactNode } from "react";
import { PartHead } from "../../lib/part-head.tsx";
import { settingsPlacesFor } from "../../lib/places.ts";
import { useSignedIn } from "../../lib/session.ts";

/** What stands around every page of the settings: which there are for this role, and what can be done on this one. */
export function SettingsFrame({ name, actions, children }: { name: string; actions?: ReactNode; children: ReactNode }) {
  const { person } = useSignedIn();
  return (
    <>
      <PartHead part="Settings" places={settingsPlacesFor(person.role)} actions={actions} />
      <div className="min-h-0 flex-1 overflow-auto p-4 md:p-6" tabIndex={0} role="region" aria-label={name}>
        {children}
      </div>
    </>
  );
}
