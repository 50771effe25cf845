import type { CaseStore, ProgressListener } from "../../cases/case-store.ts";

const longestProgress = 200;

/** Progress, told to those who watch now. */
export function progressIn(): Pick<CaseStore, "showProgress" | "watchProgress"> {
  const watchers = new Set<ProgressListener>();
  return {
    showProgress: (caseId, doing) => {
      for (const watcher of watchers) queueMicrotask(() => watcher(caseId, doing.slice(0, longestProgress)));
    },
    watchProgress: (listener) => {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
}
