import type { JsonObject } from "@purser/contract";
import type { Settings } from "../../../blueprint/settings/settings.ts";

/** A number with nothing beside it but such words: "order 20817" and "2 minutes" are about something else. */
const numberAlone =
  /^\W*(?:(?:about|around|maybe|perhaps|just|only|say|make it|let['’]?s say|i think|i want|i need|i['’]?d like|i would like|ok|for|of|all|the|then|sorry|no|yes)\b\W*)*(\d{1,3}(?:,\d{3})+|\d+)(?:\W+(?:please|pls|thanks|thank you|then|only|of them|in all))*[\s.!,]*$/i;

/**
 * The whole number of an answer that is nothing else, where one of these paths is read out of messages as a whole number: asked "How many days?" she
 * answers "10", which says nothing by itself. Empty where there is none.
 */
export function readAskedNumber(text: string, paths: readonly string[], { slots }: Settings): JsonObject {
  const path = paths.find((each) => slots[each.replace(/^message\./, "")]?.some(({ type }) => type === "integer"));
  const number = numberAlone.exec(text)?.[1];
  if (path === undefined || number === undefined) return {};
  const value = Number(number.replaceAll(",", ""));
  return Number.isSafeInteger(value) ? { [path]: value } : {};
}
