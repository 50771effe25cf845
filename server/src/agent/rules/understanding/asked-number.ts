import type { JsonObject } from "@purser/contract";
import type { Settings } from "../../../blueprint/settings/settings.ts";
import { wordCount } from "./word-count.ts";

/** An answer longer than this says more than the number that was asked for. */
const longestAnswer = 5;
const figure = /\d{1,3}(?:,\d{3})+(?![\d,])|\d+/g;

/**
 * The whole number of a short answer, where one of these paths is read out of messages as a whole number: asked "How many days?" she answers
 * "10", which says nothing by itself. Empty where there is no number, or more than one.
 */
export function readAskedNumber(text: string, paths: readonly string[], { slots }: Settings): JsonObject {
  const path = paths.find((each) => slots[each.replace(/^message\./, "")]?.some(({ type }) => type === "integer"));
  const [number, ...others] = wordCount(text) > longestAnswer ? [] : (text.match(figure) ?? []);
  if (path === undefined || number === undefined || others.length > 0 || /\d[.:/-]\d|-\d/.test(text)) return {};
  const value = Number(number.replaceAll(",", ""));
  return Number.isSafeInteger(value) ? { [path]: value } : {};
}
