import type { ReactNode } from "react";
import { PartHead } from "../../lib/part-head.tsx";
import { blueprintPlaces, type Place } from "../../lib/places.ts";
import { usePendingVersions } from "./version-queries.ts";

/** What stands over every page of the blueprint: which there are, and what can be done on this one. */
export function BlueprintFrame({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const pending = usePendingVersions().data?.pending ?? [];
  const waiting = pending.filter(({ end }) => end === null).length;
  const mark = (to: Place["to"]): ReactNode =>
    to === "/blueprint/versions" && waiting > 0 ? (
      <span className="ml-1.5 rounded-full bg-warn-soft px-1.5 text-xs font-medium text-warn tabular-nums">
        {waiting}
        <span className="sr-only"> waiting</span>
      </span>
    ) : null;
  return (
    <>
      <PartHead part="Blueprint" places={blueprintPlaces} actions={actions} mark={mark} />
      {children}
    </>
  );
}
