import type { History, Violation } from "./history.ts";

/** I2: when a call arrives, the intention of that attempt is committed. */
export function checkIntentFirst({ witnesses }: History): readonly Violation[] {
  return witnesses
    .filter(({ intention }) => intention === null)
    .map(
      ({ system, key, attempt }) =>
        `A call of ${key ?? "no key"}, attempt ${attempt ?? "unnamed"}, reached ${system} before its intention was committed.`,
    );
}
