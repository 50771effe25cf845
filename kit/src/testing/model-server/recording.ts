import { type Json, jsonSchema } from "@purser/contract";
import { z } from "zod";
import { type ModelServerRequest, textOf } from "./model-request.ts";
import { type ScriptedAnswer, scriptedAnswerSchema } from "./scripted-answer.ts";

/**
 * Answers of a model, in their order. `values` are patterns whose first group is looked for in the whole request, the last
 * match counting: `{{ name }}` in an answer stands for it, so that one recording serves every seed of a scenario. A text that
 * is `{{ name | number }}` and nothing else stands for the number.
 */
export const recordingSchema = z.strictObject({
  recording: z.string().min(1),
  values: z.record(z.string(), z.string()).default({}),
  answers: z.array(
    z.strictObject({
      /** A pattern that the request must match; the first answer that fits and was not given yet is given. */
      when: z.string().exactOptional(),
      answer: scriptedAnswerSchema,
    }),
  ),
});
export type Recording = z.infer<typeof recordingSchema>;

/** The next answer of the recording that fits a request; null when none is left. */
export type Replay = (request: ModelServerRequest) => ScriptedAnswer | null;

/** Plays a recording once, from its beginning. */
export function replay({ answers, values }: Recording): Replay {
  const left = [...answers];
  return (request) => {
    const text = textOf(request);
    const at = left.findIndex(({ when }) => when === undefined || new RegExp(when, "u").test(text));
    const [found] = at < 0 ? [] : left.splice(at, 1);
    return found === undefined ? null : filledIn(found.answer, values, text);
  };
}

function filledIn(answer: ScriptedAnswer, values: Recording["values"], text: string): ScriptedAnswer {
  const fill = (template: string): string =>
    template.replaceAll(/\{\{ ?(\w+) ?\}\}/g, (placeholder, name: string) => {
      const pattern = values[name];
      return pattern === undefined ? placeholder : (lastGroup(pattern, text) ?? placeholder);
    });
  return scriptedAnswerSchema.parse(filledJson(jsonSchema.parse(answer), fill));
}

const numberPattern = /^(\{\{ ?\w+) \| number( ?\}\})$/;

function filledJson(value: Json, fill: (template: string) => string): Json {
  if (typeof value === "string") {
    const text = fill(value.replace(numberPattern, "$1$2"));
    return numberPattern.test(value) && Number.isFinite(Number(text)) ? Number(text) : text;
  }
  if (isList(value)) return value.map((each) => filledJson(each, fill));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filledJson(each, fill)]));
}

function isList(value: Json): value is Json[] {
  return Array.isArray(value);
}

function lastGroup(pattern: string, text: string): string | undefined {
  return [...text.matchAll(new RegExp(pattern, "gu"))].at(-1)?.[1];
}
