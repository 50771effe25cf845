import { z } from "zod";

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration as a person writes it: `90s`, `15m`, `24h`, `30d`; in milliseconds once read. */
export const durationSchema = z
  .string()
  .regex(/^\d+[smhd]$/, "a duration is a whole number and s, m, h or d, such as 24h")
  .transform(clockMs);

const businessUnitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000 };

/** A duration, or one that counts only while the shop is open: `4 business hours`, `30 business minutes`. */
export const spanSchema = z
  .string()
  .regex(
    /^(\d+[smhd]|\d+ business (minute|hour)s?)$/,
    "a time is a whole number and s, m, h or d, such as 24h, or business minutes or hours, such as 4 business hours",
  )
  .transform((text): Span => {
    const [count = "", business, unit = ""] = text.split(" ");
    return business === undefined
      ? { durationMs: clockMs(text), counts: "always" }
      : { durationMs: Number(count) * (businessUnitMs[unit.replace(/s$/, "")] ?? 0), counts: "while-open" };
  });
export type Span = { durationMs: number; counts: "always" | "while-open" };

function clockMs(text: string): number {
  return Number(text.slice(0, -1)) * (unitMs[text.slice(-1)] ?? 0);
}
