import { days } from "@purser/kit";
import type { OperatorLog } from "../../worker/world.ts";
import { lookHourly } from "./look-hourly.ts";
import { localTenant, type Runtime } from "../runtime.ts";
import type { StopList } from "../stop-list.ts";

type Keeping = { databaseUrl: string; masterKey: Uint8Array; runtime: Runtime; log: OperatorLog };

/**
 * Has a checkpoint made once a day, by whichever process looks first: when the last one was made stands in the database, so
 * neither a restart nor a second process makes another.
 */
export function keepCheckpoints({ databaseUrl, masterKey, runtime, log }: Keeping, stops: StopList): void {
  const look = async (): Promise<void> => {
    const made = await runtime.makeCheckpoint({ databaseUrl, masterKey, tenant: localTenant, notWithinMs: days(1) });
    if (made === null) return;
    const { number, heads, hash } = made.checkpoint;
    log("info", "checkpoint.made", { number, heads, hash });
  };
  lookHourly({ stage: "checkpoints", look, failure: { level: "error", name: "checkpoint.failed" } }, log, stops);
}
