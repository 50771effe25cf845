import { epochMsOf, type Instant } from "@purser/contract";
import type { Settings } from "../settings/settings.ts";

/** Making a format takes far longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

export function whenInShop(instant: Instant, { timeZone, locale }: Pick<Settings, "timeZone" | "locale">): string {
  const key = `${locale} ${timeZone}`;
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(locale, {
      timeZone,
      weekday: "long",
      day: "numeric",
      month: "long",
      hour: "numeric",
      minute: "2-digit",
      timeZoneName: "short",
    });
  formats.set(key, format);
  return format.format(epochMsOf(instant));
}
