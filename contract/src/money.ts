import { z } from "zod";

/** An ISO 4217 code. */
export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .brand<"Currency">();
export type Currency = z.infer<typeof currencySchema>;

/** An amount in the currency's minor unit, such as cents; a whole number, never a float. */
export const moneySchema = z.strictObject({ minor: z.int(), currency: currencySchema });
export type Money = z.infer<typeof moneySchema>;

/** The amount as a person reads it, such as `$47.00`; in the language's own form. */
export function formatMoney(minor: number, currency: string, locale = "en-US"): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}
