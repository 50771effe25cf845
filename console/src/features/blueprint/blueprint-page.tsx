import type { BlueprintView } from "@purser/contract";
import type { ReactNode } from "react";
import { Failed, Loading } from "../../ui/states.tsx";
import { BlueprintFrame } from "./blueprint-frame.tsx";
import { useBlueprint } from "../../lib/blueprint.ts";

type Shown = (blueprint: BlueprintView) => ReactNode;

/** A page that shows what is in force, once it is read; it scrolls. */
export function BlueprintPage({ name, children }: { name: string; children: Shown }) {
  return (
    <WholeBlueprintPage>
      {(blueprint) => (
        <div className="min-h-0 flex-1 overflow-auto p-4 md:p-6" tabIndex={0} role="region" aria-label={name}>
          {children(blueprint)}
        </div>
      )}
    </WholeBlueprintPage>
  );
}

/** The same for what fills the whole page by itself. */
export function WholeBlueprintPage({ children }: { children: Shown }) {
  const blueprint = useBlueprint();
  return (
    <BlueprintFrame>
      {blueprint.isPending ? (
        <Loading what="the blueprint" />
      ) : blueprint.isError ? (
        <Failed error={blueprint.error} onRetry={() => void blueprint.refetch()} />
      ) : (
        children(blueprint.data)
      )}
    </BlueprintFrame>
  );
}
