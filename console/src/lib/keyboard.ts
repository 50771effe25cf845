import { useEffect, useRef } from "react";

/** By key as `KeyboardEvent.key` names it; a sequence is written with a space: `g i`; arrows with Shift: `Shift ArrowUp`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const sequenceMs = 900;

/** Shortcuts count while nobody types, and no dialog is open unless they are the dialog's. */
export function useShortcuts(shortcuts: Shortcuts, isEnabled = true): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    if (!isEnabled) return undefined;
    let first: { key: string; at: number } | null = null;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector("[role=dialog]") !== null || event.repeat) return;
      const isSecond = first !== null && Date.now() - first.at < sequenceMs;
      const key = event.shiftKey && event.key.startsWith("Arrow") ? `Shift ${event.key}` : event.key;
      const sequence = isSecond && first !== null ? `${first.key} ${key}` : key;
      const action = latest.current[sequence] ?? latest.current[key];
      first = { key, at: Date.now() };
      if (action === undefined) return;
      event.preventDefault();
      first = null;
      action();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [isEnabled]);
}

function isTyping(target: EventTarget | null): boolean {
  // What is only ticked takes no words.
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Every key press of the window, also while somebody types. */
export function useWindowKey(onKey: (event: KeyboardEvent) => void): void {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => latest.current(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
