import type { CaseId } from "@purser/contract";
import type { CaseStore } from "../../cases/case-store.ts";

const longestProgress = 200;
type Listener = (caseId: CaseId, words: string) => void;

/** What is told to those who watch now: progress, and who is writing. */
export function liveIn(): Pick<CaseStore, "showProgress" | "watchProgress" | "showTyping" | "watchTyping"> {
  const [progress, typing] = [told(), told()];
  return {
    showProgress: progress.show,
    watchProgress: progress.watch,
    showTyping: typing.show,
    watchTyping: typing.watch,
  };
}

function told() {
  const watchers = new Set<Listener>();
  return {
    show: (caseId: CaseId, words: string): void => {
      for (const watcher of watchers) queueMicrotask(() => watcher(caseId, words.slice(0, longestProgress)));
    },
    watch: (listener: Listener): (() => void) => {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
}
