import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type Json, type JsonObject, jsonObjectSchema, jsonSchema } from "@purser/contract";
import { z } from "zod";

/** One change of the data: a value set at a path of collection, id and fields, or what stood there removed. */
export const effectSchema = z.union([
  z.object({ path: z.array(z.string()).min(2), value: jsonSchema }),
  z.object({ path: z.array(z.string()).min(2), gone: z.literal(true) }),
]);
export type Effect = z.infer<typeof effectSchema>;

export type Collections = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
const collectionsSchema = z.record(z.string(), z.record(z.string(), jsonObjectSchema));

/** Reads a data base as published, gzipped or not. */
export function readCollections(path: string): Collections {
  const bytes = readFileSync(path);
  return collectionsSchema.parse(JSON.parse((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8")));
}

/** A data base that begins as published and is changed by effects; what was published is never written to. */
export class Database {
  readonly #published: Collections;
  readonly #changed = new Map<string, Map<string, JsonObject | null>>();

  constructor(published: Collections) {
    this.#published = published;
  }

  /** The record as it stands; null when there is none. It is not to be changed by its reader. */
  find(collection: string, id: string): JsonObject | null {
    const changed = this.#changed.get(collection)?.get(id);
    return changed === undefined ? this.findPublished(collection, id) : changed;
  }

  /** The record as it was before anything was changed. */
  findPublished(collection: string, id: string): JsonObject | null {
    const records = this.#published[collection];
    return records !== undefined && Object.hasOwn(records, id) ? (records[id] ?? null) : null;
  }

  all(collection: string): readonly JsonObject[] {
    const changed = this.#changed.get(collection) ?? new Map<string, JsonObject | null>();
    const published = Object.entries(this.#published[collection] ?? {}).filter(([id]) => !changed.has(id));
    return [...published.map(([, record]) => record), ...[...changed.values()].filter((record) => record !== null)];
  }

  apply(effects: readonly Effect[]): void {
    for (const effect of effects) {
      const [collection = "", id = "", ...fields] = effect.path;
      const before = this.find(collection, id);
      const isGone = "gone" in effect;
      if (fields.length === 0) this.#set(collection, id, isGone ? null : jsonObjectSchema.parse(effect.value));
      else if (before !== null)
        this.#set(collection, id, isGone ? without(before, fields) : withValue(before, fields, effect.value));
    }
  }

  /** Every record that differs from what was published, by collection and id; null for one that is gone. */
  changes(): Record<string, Json> {
    return Object.fromEntries(
      [...this.#changed]
        .flatMap(([collection, records]) =>
          [...records].map(([id, record]): [string, Json] => [`${collection}/${id}`, record]),
        )
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
  }

  #set(collection: string, id: string, record: JsonObject | null): void {
    const records = this.#changed.get(collection) ?? new Map<string, JsonObject | null>();
    records.set(id, record);
    this.#changed.set(collection, records);
  }
}

function withValue(record: JsonObject, [field = "", ...deeper]: readonly string[], value: Json): JsonObject {
  return { ...record, [field]: deeper.length === 0 ? value : withValue(objectAt(record, field), deeper, value) };
}

function without(record: JsonObject, [field = "", ...deeper]: readonly string[]): JsonObject {
  if (deeper.length > 0) return { ...record, [field]: without(objectAt(record, field), deeper) };
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== field));
}

function objectAt(record: JsonObject, field: string): JsonObject {
  const parsed = jsonObjectSchema.safeParse(record[field]);
  return parsed.success ? parsed.data : {};
}
