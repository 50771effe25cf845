import { hours } from "@purser/kit";
import type { OperatorLog } from "../../worker/world.ts";
import type { StopList } from "../stop-list.ts";
import { errorFields } from "../../trace/error-fields.ts";

const firstAfterMs = 60_000;
const lookEveryMs = hours(1);

type Looking = {
  stage: Parameters<StopList["add"]>[0];
  look: () => Promise<void>;
  /** What the operators read, with the reason, when a look fails; the next one is made all the same. */
  failure: { level: Parameters<OperatorLog>[0]; name: string };
};

/** Looks a minute after the start and then once an hour, and keeps no process alive. A stop waits for the look under way. */
export function lookHourly({ stage, look, failure }: Looking, log: OperatorLog, stops: StopList): void {
  let underWay: Promise<void> = Promise.resolve();
  const begin = (): void => {
    underWay = look().catch((error: unknown) => {
      log(failure.level, failure.name, errorFields(error));
    });
  };
  const timers = [setTimeout(begin, firstAfterMs), setInterval(begin, lookEveryMs)];
  for (const timer of timers) timer.unref();
  stops.add(stage, async () => {
    for (const timer of timers) clearTimeout(timer);
    await underWay;
  });
}
