import { PurserError } from "@purser/contract";

/** Whether a log cannot be read by a fault of its own. The error's detail says why, and quotes nothing of it. */
export function isBrokenLog(error: unknown): error is PurserError {
  return error instanceof PurserError && error.code === "PUR-5002";
}
