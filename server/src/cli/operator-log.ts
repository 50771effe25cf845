import { pino } from "pino";
import type { OperatorLog } from "../worker/world.ts";

const standardError = 2;

/** What operators read: a line of JSON each on the standard error stream; warnings and errors, with `isVerbose` all. */
export function openOperatorLog(isVerbose: boolean): OperatorLog {
  const logger = pino({ level: isVerbose ? "debug" : "warn", base: null }, pino.destination(standardError));
  return (level, event, fields) => logger[level](fields, event);
}
