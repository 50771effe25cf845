import type { CedarValueJson } from "@cedar-policy/cedar-wasm/nodejs";
import { type Json, type JsonObject, unreachable } from "@purser/contract";
import type { RecordShape, Shape } from "./shape.ts";

/** What to do with keys that the shape does not name. */
export type UnknownKeys = "leave-out" | "refuse";
type CedarRecord = Record<string, CedarValueJson>;

/**
 * The record as Cedar takes it. Whatever does not fit the shape is named in `errors`, which the caller must heed: the
 * value is then incomplete. Numbers must be safe integers, since beyond them Cedar would judge another number.
 */
export function toCedarRecord(
  shape: RecordShape,
  value: JsonObject,
  path: string,
  unknownKeys: UnknownKeys,
  errors: string[],
): CedarRecord {
  const record: CedarRecord = {};
  for (const [name, field] of shape.fields) {
    const part = Object.hasOwn(value, name) ? value[name] : undefined;
    const partPath = `${path}.${name}`;
    if (part !== undefined && part !== null) {
      const converted = toCedarValue(field.shape, part, partPath, unknownKeys, errors);
      if (converted !== null) record[name] = converted;
    } else if (!field.isOptional) errors.push(`${partPath} is missing`);
  }
  if (unknownKeys === "refuse") {
    for (const name of Object.keys(value)) if (!shape.fields.has(name)) errors.push(`${path}.${name} is not declared`);
  }
  return record;
}

function toCedarValue(
  shape: Shape,
  value: Json,
  path: string,
  unknownKeys: UnknownKeys,
  errors: string[],
): CedarValueJson {
  switch (shape.kind) {
    case "string":
      if (typeof value === "string") return value;
      break;
    case "long":
      if (typeof value === "number" && Number.isSafeInteger(value)) return value;
      break;
    case "boolean":
      if (typeof value === "boolean") return value;
      break;
    case "set":
      if (isList(value))
        return value.map((element, index) =>
          toCedarValue(shape.element, element, `${path}[${index}]`, unknownKeys, errors),
        );
      break;
    case "record":
      if (isRecord(value)) return toCedarRecord(shape, value, path, unknownKeys, errors);
      break;
    default:
      return unreachable(shape);
  }
  errors.push(`${path} is not a ${shape.kind === "long" ? "whole number" : shape.kind}`);
  return null;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isRecord(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}
