import { useEffect, useSyncExternalStore } from "react";

/** Something that can be done from the command palette. */
export type DeskCommand = { name: string; hint?: string; run: () => void };

const added = new Set<readonly DeskCommand[]>();
let current: readonly DeskCommand[] = [];
const listeners = new Set<() => void>();

function change(): void {
  current = [...added].flat();
  for (const listener of listeners) listener();
}

/** What a part of the open view adds to the palette, while it is there; keep the list the same between renderings. */
export function useOwnCommands(commands: readonly DeskCommand[]): void {
  useEffect(() => {
    added.add(commands);
    change();
    return () => {
      added.delete(commands);
      change();
    };
  }, [commands]);
}

export function usePageCommands(): readonly DeskCommand[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => current,
  );
}
