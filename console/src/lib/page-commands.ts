import { useEffect, useSyncExternalStore } from "react";

/** Something that can be done from the command palette. */
export type DeskCommand = { name: string; hint?: string; run: () => void };

let current: readonly DeskCommand[] = [];
const listeners = new Set<() => void>();

function change(commands: readonly DeskCommand[]): void {
  current = commands;
  for (const listener of listeners) listener();
}

/** What the view that is open adds to the palette, while it is open; keep the list the same between renderings. */
export function useOwnCommands(commands: readonly DeskCommand[]): void {
  useEffect(() => {
    change(commands);
    return () => change([]);
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
