import { setFlagsFromString } from "node:v8";
import { config } from "zod";

/** Fifteen times what V8 spends by itself before it optimizes a function. */
const bytecodesBeforeOptimizing = 2_000_000;

/**
 * Has little compiled in a process that is over soon; called before anything that makes a schema is imported.
 *
 * A short command runs most of its code a few times. Zod would write and compile a function for each schema, and V8 would optimize
 * beside the work what then runs no more: together a fifth of the processor time of `purser check`. Code that goes on for
 * seconds, as a proof may, is optimized all the same.
 */
export function spareCompilers(): void {
  config({ jitless: true });
  setFlagsFromString(`--interrupt-budget=${bytecodesBeforeOptimizing}`);
}
