import { days } from "@purser/kit";
import type { OperatorLog } from "../../worker/world.ts";
import { lookHourly } from "./look-hourly.ts";
import type { Deployment } from "../runtime.ts";
import type { StopList } from "../stop-list.ts";

/** A file that no message has named by then was not meant to be sent. */
const unnamedForMs = days(1);

/** Takes away what was sent ahead of a message that never came; two processes that do the same do no harm. */
export function keepFiles(
  { desk: { store, tenant } }: Pick<Deployment, "desk">,
  log: OperatorLog,
  stops: StopList,
): void {
  const look = async (): Promise<void> => {
    const count = await store.sweepFiles(tenant, unnamedForMs);
    if (count > 0) log("info", "files.swept", { count });
  };
  lookHourly({ stage: "uploads", look, failure: { level: "warn", name: "files.not-swept" } }, log, stops);
}
