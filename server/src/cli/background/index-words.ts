import type { Instant } from "@purser/contract";
import type { CaseStore } from "../../cases/case-store.ts";
import type { OperatorLog } from "../../worker/world.ts";
import { localTenant } from "../runtime.ts";
import type { StopList } from "../stop-list.ts";
import { errorFields } from "../../trace/error-fields.ts";

/** What comes in at the same moment is read at once; a search finds what was said about so long ago. */
const gatherMs = 1000;
/** Signals may get lost. */
const lookEveryMs = 60_000;
const casesAtOnce = 50;

/**
 * Keeps what a search over words finds up to date, beside the appends and not within them. Processes that do it side by
 * side do the same.
 */
export function indexWords(store: CaseStore, log: OperatorLog, stops: StopList): void {
  let from: Instant | null = null;
  let timer: NodeJS.Timeout | null = null;
  let under: Promise<void> = Promise.resolve();
  let isStopped = false;
  const sweep = async (): Promise<void> => {
    timer = null;
    try {
      for (let isDone = false; !isDone && !isStopped;)
        ({ next: from, isDone } = await store.indexWords(localTenant, from, casesAtOnce));
    } catch (error) {
      log("error", "words.failed", errorFields(error));
    }
  };
  const begin = (): void => {
    if (isStopped) return;
    timer ??= setTimeout(() => {
      under = under.then(sweep);
    }, gatherMs);
  };
  const unsubscribe = store.subscribe(begin);
  const looking = setInterval(begin, lookEveryMs);
  looking.unref();
  begin();
  stops.add("words", async () => {
    isStopped = true;
    unsubscribe();
    clearInterval(looking);
    if (timer !== null) clearTimeout(timer);
    await under;
  });
}
