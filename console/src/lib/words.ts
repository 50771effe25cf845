/** `refundableMinor` and `days_since` as people read them. */
export function wordsOf(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([a-z])(\d)/gi, "$1 $2")
    .replaceAll(/[_.-]+/g, " ")
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const minor = /Minor$/;

/** A field of arguments or facts: its name and value as people read them; whole amounts of money in their currency. */
export function fieldOf(
  name: string,
  value: unknown,
  currency: string,
  locale: string,
): { name: string; text: string } {
  if (minor.test(name) && typeof value === "number")
    return { name: wordsOf(name.replace(minor, "")), text: moneyOf(value, currency, locale) };
  return { name: wordsOf(name), text: valueText(value) };
}

export function moneyOf(amountMinor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  return format.format(amountMinor / minorPerMajor(currency));
}

/** How many of the smallest unit make one of a currency. */
export function minorPerMajor(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
}

/** Objects in one row with what holds them: `charge.card` is a field like any other. */
export function flatFields(fields: Readonly<Record<string, unknown>>, prefix = ""): [string, unknown][] {
  return Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? flatFields({ ...value }, path) : [[path, value]];
  });
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value) && value.every((each) => typeof each !== "object")) return value.map(valueText).join(", ");
  return JSON.stringify(value);
}

/** The currency that stands beside an amount, else the deployment's. */
export function currencyIn(fields: Readonly<Record<string, unknown>>, otherwise: string): string {
  const { currency } = fields;
  return typeof currency === "string" && /^[A-Z]{3}$/.test(currency) ? currency : otherwise;
}

/** The short form of an id, for people who compare two. */
export function shortId(id: string): string {
  return id
    .replace(/^[a-z]+_/, "")
    .slice(0, 6)
    .toUpperCase();
}
