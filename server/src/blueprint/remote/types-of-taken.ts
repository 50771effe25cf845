import { type Json, type JsonObject, jsonObjectSchema } from "@purser/contract";
import { z } from "zod";
import type { Take, Taken } from "./overlay.ts";

const declared: Readonly<Record<NonNullable<Taken["type"]>, JsonObject>> = {
  text: { type: "string" },
  integer: { type: "integer" },
  boolean: { type: "boolean" },
  anything: {},
};

type Typed = { schema: JsonObject; isSure: boolean };

/** The JSON Schema of one value out of an answer, and whether the answer always has it; null when nothing says its type. */
export function typeOfTaken({ from, type }: Taken, output: JsonObject | null): Typed | null {
  const [, ...path] = from.split(".");
  const found = output === null ? null : schemaAt({ schema: output, isSure: true }, path);
  return type === undefined ? found : { schema: declared[type], isSure: found?.isSure ?? true };
}

/** The part of a schema that a path leads to; null where it declares none. */
function schemaAt({ schema, isSure }: Typed, path: readonly string[]): Typed | null {
  const [head, ...rest] = path;
  if (head === undefined) return Object.keys(schema).length === 0 ? null : { schema, isSure };
  const isIndex = /^\d+$/.test(head) && schema["properties"] === undefined;
  const part = jsonObjectSchema.safeParse(isIndex ? schema["items"] : propertyOf(schema, head));
  if (!part.success) return null;
  const required = z.array(z.string()).safeParse(schema["required"]);
  const isHere = !isIndex && required.success && required.data.includes(head);
  return schemaAt({ schema: part.data, isSure: isSure && isHere }, rest);
}

function propertyOf(schema: JsonObject, name: string): Json | undefined {
  const properties = jsonObjectSchema.safeParse(schema["properties"]);
  return properties.success && Object.hasOwn(properties.data, name) ? properties.data[name] : undefined;
}

export type FactsType = { kind: "typed"; schema: JsonObject } | { kind: "untyped"; names: readonly string[] };

/** The JSON Schema of facts that are read: each has a type, and each is there. */
export function typeOfFacts(take: Take, output: JsonObject | null): FactsType {
  const types = Object.entries(take).map(([name, taken]) => ({ name, type: typeOfTaken(taken, output) }));
  const names = types.flatMap(({ name, type }) => (type === null ? [name] : []));
  if (names.length > 0) return { kind: "untyped", names };
  const properties = Object.fromEntries(types.map(({ name, type }) => [name, type?.schema ?? {}]));
  return {
    kind: "typed",
    schema: { type: "object", properties, required: Object.keys(take), additionalProperties: false },
  };
}

/** The JSON Schema of what a tool gives, nested as its names are: what nothing declares may be anything. */
export function typeOfGives(take: Take, output: JsonObject | null): JsonObject {
  return objectOf(
    Object.entries(take).map(([name, taken]) => {
      return { path: name.split("."), type: typeOfTaken(taken, output) ?? { schema: {}, isSure: false } };
    }),
  );
}

function objectOf(leaves: readonly { path: readonly string[]; type: Typed }[]): JsonObject {
  const heads = [...new Set(leaves.map(({ path }) => path[0] ?? ""))];
  const parts = heads.map((head) => {
    const below = leaves.filter(({ path }) => path[0] === head);
    const leaf = below.find(({ path }) => path.length === 1);
    const schema = leaf?.type.schema ?? objectOf(below.map(({ path, type }) => ({ path: path.slice(1), type })));
    return { head, schema, isSure: below.some(({ type }) => type.isSure) };
  });
  return {
    type: "object",
    properties: Object.fromEntries(parts.map(({ head, schema }) => [head, schema])),
    required: parts.filter(({ isSure }) => isSure).map(({ head }) => head),
  };
}
