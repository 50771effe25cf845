import { type Json, type JsonObject, jsonObjectSchema, PurserError, wellFormedJson } from "@purser/contract";
import type { HttpOperation, RemoteOperation } from "@purser/kit";
import { parse } from "yaml";
import { z } from "zod";
import { createInliner, type Inline } from "./inline-references.ts";

/** `serverUrl`: the first server that the document names; null when it names none that is an address. */
export type OpenApiDocument = { operations: readonly RemoteOperation[]; serverUrl: string | null };

const documentSchema = z.object({
  openapi: z.string().regex(/^3\.\d+/),
  servers: z.array(z.object({ url: z.string() })).default([]),
  paths: z.record(z.string(), jsonObjectSchema).default({}),
});

const parameterSchema = z.object({
  name: z.string().min(1),
  in: z.enum(["path", "query", "header", "cookie"]),
  required: z.boolean().default(false),
  schema: jsonObjectSchema.default({}),
});
type Parameter = z.infer<typeof parameterSchema>;

const contentSchema = z.record(z.string(), z.object({ schema: jsonObjectSchema.default({}) }));
const operationSchema = z.object({
  operationId: z.string().optional(),
  summary: z.string().default(""),
  description: z.string().default(""),
  parameters: z.array(jsonObjectSchema).default([]),
  requestBody: jsonObjectSchema.optional(),
  responses: z.record(z.string(), jsonObjectSchema).default({}),
});

const methods = ["get", "post", "put", "patch", "delete"] as const;
const methodNames = { get: "GET", post: "POST", put: "PUT", patch: "PATCH", delete: "DELETE" } as const;
const mostAliases = 100;
const longestText = 16_384;

/**
 * The operations of a document of OpenAPI 3.0, 3.1 or 3.2, in JSON or YAML. An operation that takes no JSON, or whose
 * arguments have the same name in two places, is left out. `from` is the address that relative servers are relative to.
 * Throws PUR-3025 for what is no such document.
 */
export function readDocument(text: string, from: string | null): OpenApiDocument {
  const raw = parsedText(text);
  const parsed = documentSchema.safeParse(raw);
  if (!parsed.success) throw new PurserError("PUR-3025", "This is no OpenAPI document of version 3.");
  const root = jsonObjectSchema.parse(raw);
  const { openapi, paths, servers } = parsed.data;
  const inline = createInliner(root, openapi.startsWith("3.0"));
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => operationAt(path, method, item, inline) ?? []),
  );
  const names = new Set<string>();
  for (const { name } of operations) {
    if (names.has(name)) throw new PurserError("PUR-3025", `The document has two operations named ${name}.`);
    names.add(name);
  }
  return { operations, serverUrl: serverOf(servers[0]?.url, from) };
}

function parsedText(text: string): unknown {
  try {
    // YAML of version 1.2 holds JSON; the bound on aliases is what keeps a small text from becoming a huge value.
    const value: unknown = text.trimStart().startsWith("{")
      ? JSON.parse(text)
      : parse(text, { maxAliasCount: mostAliases });
    return wellFormedJson(value);
  } catch (error) {
    throw new PurserError("PUR-3025", "The document is neither JSON nor YAML that can be read.", { cause: error });
  }
}

function serverOf(url: string | undefined, from: string | null): string | null {
  if (url === undefined) return null;
  if (URL.canParse(url)) return url;
  return from !== null && URL.canParse(url, from) ? new URL(url, from).href : null;
}

function operationAt(
  path: string,
  method: (typeof methods)[number],
  item: JsonObject,
  inline: Inline,
): RemoteOperation | null {
  const read = operationSchema.safeParse(item[method]);
  if (!read.success || !path.startsWith("/")) return null;
  const { operationId, summary, description, requestBody, responses } = read.data;
  const shared = z.array(jsonObjectSchema).safeParse(item["parameters"] ?? []);
  const parameters = parametersOf([...(shared.success ? shared.data : []), ...read.data.parameters], inline);
  if (parameters === null) return null;
  const body = requestBody === undefined ? null : bodySchema(inline.part(requestBody), inline);
  if (requestBody !== undefined && body === null) return null;
  const input = inputOf(parameters, body, inline);
  if (input === null) return null;
  const http: HttpOperation = {
    method: methodNames[method],
    path,
    parameters: parameters.flatMap(({ name, in: place }) => (place === "cookie" ? [] : [{ name, in: place }])),
    hasBody: body !== null,
  };
  const name = operationId ?? `${method}${path.replaceAll(/[{}]/g, "").replaceAll(/[^A-Za-z0-9]+/g, "_")}`;
  if (!/^[A-Za-z0-9_./-]{1,128}$/.test(name)) return null;
  return {
    name,
    title: summary.slice(0, longestText),
    description: description.slice(0, longestText),
    input,
    output: outputOf(responses, inline),
    http,
  };
}

/** An operation's own parameters stand before those of its path. Null when one has no form that is known. */
function parametersOf(listed: readonly JsonObject[], inline: Inline): readonly Parameter[] | null {
  const byPlace = new Map<string, Parameter>();
  for (const each of listed) {
    const parsed = parameterSchema.safeParse(inline.part(each));
    if (!parsed.success) return null;
    if (parsed.data.in === "cookie" && parsed.data.required) return null;
    if (parsed.data.in !== "cookie") byPlace.set(`${parsed.data.in} ${parsed.data.name}`, parsed.data);
  }
  return [...byPlace.values()];
}

function bodySchema(requestBody: JsonObject, inline: Inline): { schema: JsonObject; isRequired: boolean } | null {
  const content = contentSchema.safeParse(requestBody["content"]);
  const json = content.success ? jsonContent(content.data) : null;
  return json === null ? null : { schema: inline.schema(json), isRequired: requestBody["required"] === true };
}

function jsonContent(content: z.infer<typeof contentSchema>): JsonObject | null {
  const type = Object.keys(content).find((name) => /^application\/(?:[\w.+-]+\+)?json\b/.test(name));
  return type === undefined ? null : (content[type]?.schema ?? null);
}

/** The schema of all arguments. Null when two have one name, or the body is no object. */
function inputOf(
  parameters: readonly Parameter[],
  body: { schema: JsonObject; isRequired: boolean } | null,
  inline: Inline,
): JsonObject | null {
  const properties: Record<string, Json> = {};
  const required: string[] = [];
  for (const { name, in: place, required: isRequired, schema } of parameters) {
    if (Object.hasOwn(properties, name)) return null;
    properties[name] = inline.schema(schema);
    if (isRequired || place === "path") required.push(name);
  }
  if (body !== null) {
    const fields = jsonObjectSchema.safeParse(body.schema["properties"]);
    if (body.schema["type"] !== "object" || !fields.success) return null;
    for (const [name, schema] of Object.entries(fields.data)) {
      if (Object.hasOwn(properties, name)) return null;
      properties[name] = schema;
    }
    const needed = z.array(z.string()).safeParse(body.schema["required"] ?? []);
    if (needed.success) required.push(...needed.data);
  }
  return { type: "object", properties, required, additionalProperties: false };
}

/** Of the first success that has one. */
function outputOf(responses: Readonly<Record<string, JsonObject>>, inline: Inline): JsonObject | null {
  for (const [status, response] of Object.entries(responses)) {
    if (!/^2(?:\d\d|XX)$/.test(status)) continue;
    const content = contentSchema.safeParse(inline.part(response)["content"]);
    const json = content.success ? jsonContent(content.data) : null;
    if (json !== null) return inline.schema(json);
  }
  return null;
}
