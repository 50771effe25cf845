import { useEffect, useState } from "react";

const mark = "purser.scheme";
type Scheme = "system" | "light" | "dark";
const schemes: readonly Scheme[] = ["system", "light", "dark"];

function keptScheme(): Scheme {
  const kept = localStorage.getItem(mark);
  return schemes.find((scheme) => scheme === kept) ?? "system";
}

/** Before anything is drawn. */
export function applyScheme(scheme: Scheme = keptScheme()): void {
  if (scheme === "system") delete document.documentElement.dataset["scheme"];
  else document.documentElement.dataset["scheme"] = scheme;
}

/** As the system has it, light, or dark; the next one on each call. */
export function useScheme(): { scheme: Scheme; change: () => void } {
  const [scheme, setScheme] = useState(keptScheme);
  const change = (): void => {
    const next = schemes[(schemes.indexOf(scheme) + 1) % schemes.length] ?? "system";
    localStorage.setItem(mark, next);
    applyScheme(next);
    setScheme(next);
  };
  return { scheme, change };
}

/** Counts the changes of the colours, for what is drawn with them and not styled by them. */
export function useColourChanges(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const note = (): void => setChanges((count) => count + 1);
    const system = matchMedia("(prefers-color-scheme: dark)");
    const observer = new MutationObserver(note);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-scheme"] });
    system.addEventListener("change", note);
    return () => {
      observer.disconnect();
      system.removeEventListener("change", note);
    };
  }, []);
  return changes;
}
