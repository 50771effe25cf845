import { days, hours } from "@purser/kit";
import type { Deployment } from "./runtime.ts";
import type { OperatorLog } from "../worker/world.ts";
import type { StopList } from "./stop-list.ts";

const firstAfterMs = 60_000;
const lookEveryMs = hours(1);
/** A file that no message has named by then was not meant to be sent. */
const unnamedForMs = days(1);

/** Takes away what was sent ahead of a message that never came; two processes that do the same do no harm. */
export function keepFiles(
  { desk: { store, tenant } }: Pick<Deployment, "desk">,
  log: OperatorLog,
  stops: StopList,
): void {
  let under: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      const count = await store.sweepFiles(tenant, unnamedForMs);
      if (count > 0) log("info", "files.swept", { count });
    } catch (error) {
      log("warn", "files.not-swept", { reason: error instanceof Error ? error.message : String(error) });
    }
  };
  const begin = (): void => {
    under = look();
  };
  const first = setTimeout(begin, firstAfterMs);
  const timer = setInterval(begin, lookEveryMs);
  first.unref();
  timer.unref();
  stops.add("uploads", async () => {
    clearTimeout(first);
    clearInterval(timer);
    await under;
  });
}
