import { jsonObjectSchema, type JsonObject } from "@purser/contract";
import type { HttpParameter } from "@purser/kit";
import { z } from "zod";
import type { Inline } from "./inline-references.ts";
import { contentSchema, jsonContent } from "./json-content.ts";

const parameterSchema = z.object({
  name: z.string().min(1),
  in: z.enum(["path", "query", "header", "cookie"]),
  required: z.boolean().default(false),
  schema: jsonObjectSchema.default({}),
  style: z.string().optional(),
  explode: z.boolean().optional(),
  content: contentSchema.optional(),
});
type Listed = z.infer<typeof parameterSchema>;

/** An argument with its schema, and how it is written into the request. */
export type Parameter = { isRequired: boolean; schema: JsonObject; http: HttpParameter };

/** An operation's own parameters stand before those of its path. Null when one has no form that is known. */
export function parametersOf(listed: readonly JsonObject[], inline: Inline): readonly Parameter[] | null {
  const byPlace = new Map<string, Parameter>();
  for (const each of listed) {
    const parsed = parameterSchema.safeParse(inline.part(each));
    if (!parsed.success) return null;
    const { name, in: place, required: isRequired } = parsed.data;
    if (place === "cookie" && isRequired) return null;
    if (place === "cookie") continue;
    const form = formOf(parsed.data);
    const schema = schemaOf(parsed.data);
    if (form === null || schema === null) return null;
    byPlace.set(`${place} ${name}`, { isRequired, schema, http: { name, in: place, ...form } });
  }
  return [...byPlace.values()];
}

function schemaOf({ content, schema }: Listed): JsonObject | null {
  return content === undefined ? schema : jsonContent(content);
}

/** Null for a form that is not written, as `matrix` and `label` in a path. */
function formOf({ in: place, style, explode, content }: Listed): Pick<HttpParameter, "as"> | null {
  if (content !== undefined) return { as: "json" };
  if (place !== "query") return style === undefined || style === "simple" ? {} : null;
  switch (style) {
    case undefined:
    case "form":
      return explode === false ? { as: "comma" } : {};
    case "spaceDelimited":
      return explode === true ? {} : { as: "space" };
    case "pipeDelimited":
      return explode === true ? {} : { as: "pipe" };
    case "deepObject":
      return { as: "deep" };
    default:
      return null;
  }
}
