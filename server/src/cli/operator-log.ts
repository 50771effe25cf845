import { pino } from "pino";
import type { LogLevel } from "../env.ts";
import type { OperatorLog } from "../worker/world.ts";

const standardError = 2;

/**
 * What operators read: a line of JSON each on the standard error stream, with the time, the level and the event's name;
 * warnings and errors, unless the environment or `isVerbose` says otherwise. Neither bodies nor what people wrote.
 */
export function openOperatorLog(isVerbose: boolean, leastLevel: LogLevel | null = null): OperatorLog {
  const logger = pino(
    {
      level: isVerbose ? "debug" : (leastLevel ?? "warn"),
      base: null,
      messageKey: "event",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    pino.destination(standardError),
  );
  return (level, event, fields) => logger[level](fields, event);
}
