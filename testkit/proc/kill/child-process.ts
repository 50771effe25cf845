import { z } from "zod";
import type { Report } from "./child-options.ts";

/** What the process was started with. */
export function readOptions<Value>(schema: z.core.$ZodType<Value>): Value {
  return z.parse(schema, JSON.parse(process.argv[2] ?? ""));
}

/** Tells whoever started this process; settles when it is on its way. */
export function tell(report: Report): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) return resolve();
    process.send(report, undefined, {}, () => resolve());
  });
}

/** Ends when whoever started this process has gone. */
export function endWithParent(): void {
  process.on("disconnect", () => process.exit());
}
