import { z } from "zod";
import type { ErrorCode } from "./errors.ts";

/**
 * A code as it is written down and sent, also by a newer release: what reads one needs no table. The table itself, which is large,
 * is for those who make errors.
 */
export const writtenErrorCodeSchema = z.custom<ErrorCode>(
  (value) => typeof value === "string" && /^PUR-\d{4}$/.test(value),
  "no error code",
);
