import { type Json, type JsonObject, jsonObjectSchema } from "@purser/contract";
import { z } from "zod";

/** The fields of a JSON body that are arguments, and which of them it needs. */
export type Fields = { properties: Readonly<Record<string, Json>>; required: readonly string[] };

const namesSchema = z.array(z.string()).catch([]);
const partsSchema = z.array(jsonObjectSchema).catch([]);
const typeSchema = z.union([z.literal("object"), z.array(z.string()).refine((types) => types.includes("object"))]);

/**
 * An object's own fields with those of all schemas that it is made of (`allOf`). What the system alone sets is left out
 * (`readOnly`). Null for what is no object, or whose fields nobody names.
 */
export function fieldsOfBody(schema: JsonObject): Fields | null {
  if (schema["type"] !== undefined && !typeSchema.safeParse(schema["type"]).success) return null;
  const own = jsonObjectSchema.safeParse(schema["properties"]);
  const parts = partsSchema.parse(schema["allOf"]).map(fieldsOfPart);
  if (parts.some((part) => part === null) || (!own.success && parts.length === 0)) return null;
  const all = [...parts.flatMap((part) => part ?? []), { properties: own.success ? own.data : {}, required: [] }];
  const properties = Object.fromEntries(all.flatMap((part) => Object.entries(part.properties)));
  const required = [...all.flatMap((part) => part.required), ...namesSchema.parse(schema["required"])];
  const isWritten = (name: string): boolean => !isReadOnly(properties[name]);
  return {
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => isWritten(name))),
    required: [...new Set(required)].filter(isWritten),
  };
}

/** A part may say only what the whole needs. */
function fieldsOfPart(schema: JsonObject): Fields | null {
  const saysFields = ["properties", "allOf", "oneOf", "anyOf", "type"].some((word) => schema[word] !== undefined);
  return saysFields ? fieldsOfBody(schema) : { properties: {}, required: namesSchema.parse(schema["required"]) };
}

function isReadOnly(schema: Json | undefined): boolean {
  const parsed = jsonObjectSchema.safeParse(schema);
  return parsed.success && parsed.data["readOnly"] === true;
}
