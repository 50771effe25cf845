const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A calendar day (`2026-03-07`) as a person reads it, in the language's own form: `Saturday, March 7`. With `year: true` for a
 * day that may lie far off: `March 7, 2026`. What is no calendar day is a `RangeError`.
 */
export function formatDay(day: string, locale = "en-US", { year = false }: { year?: boolean } = {}): string {
  const key = `${locale} ${year}`;
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(locale, {
      ...(year ? { year: "numeric" } : { weekday: "long" }),
      day: "numeric",
      month: "long",
      timeZone: "UTC",
    });
  formats.set(key, format);
  return format.format(Date.parse(`${day}T00:00:00Z`));
}
