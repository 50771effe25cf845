import { formatDay, formatMoney, type JsonObject } from "@purser/contract";
import { Liquid, type Template, toValueSync, TypeGuards, Value } from "liquidjs";
import { z } from "zod";
import { nested } from "./expression.ts";
import type { Settings } from "./settings/settings.ts";

const engines = new Map<string, Liquid>();

/**
 * A reply from its template and the facts of the case. Filters: `money` (minor units), `day` (2026-02-14 as Saturday, February 14,
 * or with `"year"` as February 14, 2026), `plural` (of what it is given by the number's plural category in the locale, such as
 * `one: 'a try', other: '# tries'`, with the number in place of #). A value that is no amount or no day is shown as it is, and a form that is no text stands for none: a system may answer anything.
 */
export function render(
  template: string,
  values: JsonObject,
  { locale, currency }: Pick<Settings, "locale" | "currency">,
): string {
  return z
    .string()
    .parse(engineFor(locale, currency).parseAndRenderSync(template, nested(values)))
    .trim();
}

function engineFor(locale: string, currency: string): Liquid {
  const key = `${locale} ${currency}`;
  const known = engines.get(key);
  if (known !== undefined) return known;
  const engine = new Liquid({ strictFilters: true, cache: true });
  engine.registerFilter("money", (minor: unknown) =>
    typeof minor === "number" ? formatMoney(minor, currency, locale) : minor,
  );
  engine.registerFilter("day", (value: unknown, has?: unknown) => {
    const day = typeof value === "string" ? value.slice(0, "2026-02-14".length) : "";
    return Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? value : formatDay(day, locale, { year: has === "year" });
  });
  engine.registerFilter("plural", (count: unknown, ...forms: unknown[]) =>
    typeof count === "number" ? pluralOf(count, formsOf(forms), locale) : count,
  );
  engines.set(key, engine);
  return engine;
}

/** What a filter is given by name. */
const formSchema = z.tuple([z.string(), z.string()]);

function formsOf(given: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(
    given.flatMap((form) => {
      const { data } = formSchema.safeParse(form);
      return data === undefined ? [] : [data];
    }),
  );
}

function pluralOf(count: number, forms: ReadonlyMap<string, string>, locale: string): string {
  const form = forms.get(new Intl.PluralRules(locale).select(count)) ?? forms.get("other") ?? "#";
  return form.replaceAll("#", new Intl.NumberFormat(locale).format(count));
}

/** The facts that a template shows, such as `order.id`; the template must be readable. */
export function templatePaths(template: string): readonly string[] {
  return engineFor("en-US", "USD").globalFullVariablesSync(template);
}

/** What is wrong with a template that can be seen without values; null when nothing is. */
export function whyNoTemplate(template: string): string | null {
  try {
    const forms = argumentsOfPlural(engineFor("en-US", "USD").parse(template));
    return forms.every(isForm) ? null : noForms;
  } catch (error) {
    const [message = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return `This text cannot be read as a template: ${message}.`;
  }
}

const noForms =
  "The filter plural takes a text for each category of a number, by its name, such as one: 'a try', other: '# tries'.";

type PluralArgument = Value["filters"][number]["args"][number];

/** What is given to the filter `plural` anywhere in a template, also in what is shown only at times. */
function argumentsOfPlural(templates: readonly Template[]): readonly PluralArgument[] {
  return templates.flatMap((template) => [
    ...[...(template.arguments?.() ?? [])]
      .flatMap((argument) => (argument instanceof Value ? argument.filters : []))
      .flatMap(({ name, args }) => (name === "plural" ? args : [])),
    ...(template.children === undefined ? [] : argumentsOfPlural(toValueSync(template.children(false, true)))),
  ]);
}

/** Whether it has a name and may be a text: it is written as one, or is what a fact says. */
function isForm(argument: PluralArgument): boolean {
  if (!Array.isArray(argument)) return false;
  const [, value] = argument;
  return value !== undefined && (TypeGuards.isQuotedToken(value) || TypeGuards.isPropertyAccessToken(value));
}
