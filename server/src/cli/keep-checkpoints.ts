import { days, hours } from "@purser/kit";
import type { OperatorLog } from "../worker/world.ts";
import { localTenant, type Runtime } from "./runtime.ts";
import type { StopList } from "./stop-list.ts";

const firstAfterMs = 60_000;
const lookEveryMs = hours(1);

type Keeping = { databaseUrl: string; masterKey: Uint8Array; runtime: Runtime; log: OperatorLog };

/**
 * Has a checkpoint made once a day, by whichever process looks first: when the last one was made stands in the database, so
 * neither a restart nor a second process makes another.
 */
export function keepCheckpoints({ databaseUrl, masterKey, runtime, log }: Keeping, stops: StopList): void {
  let under: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      const made = await runtime.makeCheckpoint({ databaseUrl, masterKey, tenant: localTenant, notWithinMs: days(1) });
      if (made === null) return;
      const { number, heads, hash } = made.checkpoint;
      log("info", "checkpoint.made", { number, heads, hash });
    } catch (error) {
      log("error", "checkpoint.failed", { reason: error instanceof Error ? error.message : String(error) });
    }
  };
  const begin = (): void => {
    under = look();
  };
  const first = setTimeout(begin, firstAfterMs);
  const timer = setInterval(begin, lookEveryMs);
  first.unref();
  timer.unref();
  stops.add("checkpoints", async () => {
    clearTimeout(first);
    clearInterval(timer);
    await under;
  });
}
