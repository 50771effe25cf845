import { isUndoable } from "../../tool.ts";
import { formatDay, formatMoney, type JsonObject } from "@purser/contract";
import { isSentence } from "./check-declaration.ts";
import { textsIn } from "./json-comparison.ts";
import { contextOf, type OpenedCall, openCall, openUndo, tryToOpenCall } from "./operation.ts";
import type { Check } from "./world-under-test.ts";

const sampleSize = 5;

/** What customer and approver read is a sentence; when it would be done, it says what it is about and how much. */
export const checkDescription: Check = async (subject) => {
  const { action } = subject;
  const calls: (OpenedCall | null)[] = [await openCall(subject)];
  for (let seed = 1; seed <= sampleSize; seed += 1) calls.push(await tryToOpenCall(subject, seed));
  const violations = new Set<string>();
  for (const call of calls) {
    if (call === null) continue;
    const { world, args, facts } = call;
    const text = action.describe({ args, facts });
    const told = await action.simulate({ ...contextOf(world), args, facts });
    const isAsked = told.kind === "would-do";
    for (const violation of [...judgeText(text), ...(isAsked ? judgeContent(text, args, facts) : [])])
      violations.add(violation);
  }
  if (!isUndoable(action.undo)) return [...violations];
  const undo = await openUndo(subject);
  return [...violations, ...judgeText(undo.describe())];
};

function judgeText(text: string): readonly string[] {
  const isTorn = /\b(?:undefined|null|NaN)\b|\[object/u.test(text);
  return [
    ...(isSentence(text) ? [] : [`This is no sentence: "${text}"`]),
    ...(isTorn ? [`This shows a value that is not there: "${text}"`] : []),
  ];
}

function judgeContent(text: string, args: JsonObject, facts: JsonObject): readonly string[] {
  const { currency = args["currency"] ?? "USD" } = facts;
  const amounts = Object.entries(args).flatMap(([name, value]) => {
    const isAmount = name.endsWith("Minor") && typeof value === "number" && typeof currency === "string";
    return isAmount ? [formatMoney(value, currency)] : [];
  });
  const flags = Object.entries(args).flatMap(([name, value]) => (typeof value === "boolean" ? [wordsOf(name)] : []));
  const lowered = text.toLowerCase();
  const texts = [...textsIn(args), ...textsIn(facts)];
  const days = texts.filter((each) => isoDay.test(each)).map((each) => formatDay(each));
  const isAbout = [...texts, ...days, ...flags].some((name) => lowered.includes(name.toLowerCase()));
  return [
    ...amounts.filter((amount) => !text.includes(amount)).map((amount) => `${amount} is not named: "${text}"`),
    ...(isAbout ? [] : [`This names nothing that it is about: "${text}"`]),
  ];
}

/** A day is told as people write it. */
const isoDay = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u;

/** `textMessages` is `text messages`. */
function wordsOf(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, " ");
}
