import { type Json, type JsonObject, jsonObjectSchema, PurserError, wellFormedJson } from "@purser/contract";
import type { HttpOperation, LeftOutOperation, RemoteOffer, RemoteOperation } from "@purser/kit";
import { parse } from "yaml";
import { z } from "zod";
import { fieldsOfBody } from "./fields-of-body.ts";
import { createInliner, type Inline } from "./inline-references.ts";
import { contentSchema, jsonContent } from "./json-content.ts";
import { type Parameter, parametersOf } from "./read-parameters.ts";

/** `serverUrl`: the first server that the document names; null when it names none that is an address. */
export type OpenApiDocument = RemoteOffer & { serverUrl: string | null };

const documentSchema = z.object({
  openapi: z.string().regex(/^3\.\d+/),
  servers: z.json().optional(),
  paths: z.record(z.string(), jsonObjectSchema).default({}),
});

const operationSchema = z.object({
  operationId: z.string().optional(),
  summary: z.string().default(""),
  description: z.string().default(""),
  parameters: z.array(jsonObjectSchema).default([]),
  requestBody: jsonObjectSchema.optional(),
  responses: z.record(z.string(), jsonObjectSchema).default({}),
  servers: z.json().optional(),
});

const methods = ["get", "post", "put", "patch", "delete"] as const;
const methodNames = { get: "GET", post: "POST", put: "PUT", patch: "PATCH", delete: "DELETE" } as const;
const mostAliases = 100;
const longestText = 16_384;

/**
 * The operations of a document of OpenAPI 3.0, 3.1 or 3.2, in JSON or YAML. An operation that takes no JSON object, whose
 * arguments have the same name in two places or a form that is not written, that has a server of its own, or a
 * schema that is too large with its references followed, is left out, and told as such. `from` is the address that relative servers are relative to.
 * Throws PUR-3025 for what is no such document.
 */
export function readDocument(text: string, from: string | null): OpenApiDocument {
  const raw = parsedText(text);
  const parsed = documentSchema.safeParse(raw);
  if (!parsed.success) throw new PurserError("PUR-3025", "This is no OpenAPI document of version 3.");
  const root = jsonObjectSchema.parse(raw);
  const { openapi, paths, servers } = parsed.data;
  const inline = createInliner(root, openapi.startsWith("3.0"));
  const serverUrl = serverOf(servers, from);
  const isElsewhere = (own: Json | undefined): boolean => own !== undefined && serverOf(own, from) !== serverUrl;
  const leftOut: LeftOutOperation[] = [];
  const operations = Object.entries(paths).flatMap(([path, named]) => {
    const item = inline.part(named);
    return methods.flatMap((method) => {
      if (item[method] === undefined) return [];
      const found = isElsewhere(item["servers"]) ? ownServer : operationAt(path, method, item, { inline, isElsewhere });
      if (typeof found !== "string") return [found];
      leftOut.push({ name: `${methodNames[method]} ${path}`, why: found });
      return [];
    });
  });
  if (operations.length === 0 && inline.hasTooLarge())
    throw new PurserError("PUR-3024", "The document's schemas are too large with their references followed.");
  const names = new Set<string>();
  for (const { name } of operations) {
    if (names.has(name)) throw new PurserError("PUR-3025", `The document has two operations named ${name}.`);
    names.add(name);
  }
  return { operations, leftOut, serverUrl };
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

const serversSchema = z
  .array(z.object({ url: z.string(), variables: z.record(z.string(), z.object({ default: z.string() })).default({}) }))
  .catch([]);

/** The first server of a list, its variables as they are by default. */
function serverOf(servers: Json | undefined, from: string | null): string | null {
  const [server] = serversSchema.parse(servers ?? []);
  if (server === undefined) return null;
  const url = server.url.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => server.variables[name]?.default ?? whole);
  if (URL.canParse(url)) return url;
  return from !== null && URL.canParse(url, from) ? new URL(url, from).href : null;
}

const ownServer = "It has a server of its own.";
const tooLarge = "A schema of it is too large, or refers to what is not there.";
const twoOfOneName = "Two of its arguments have the same name.";

/** The operation, or in a sentence why it cannot be offered. */
function operationAt(
  path: string,
  method: (typeof methods)[number],
  item: JsonObject,
  { inline, isElsewhere }: { inline: Inline; isElsewhere: (own: Json | undefined) => boolean },
): RemoteOperation | string {
  const read = operationSchema.safeParse(item[method]);
  if (!read.success || !path.startsWith("/")) return "It does not have the form of an operation.";
  if (isElsewhere(read.data.servers)) return ownServer;
  const { operationId, summary, description, requestBody, responses } = read.data;
  const shared = z.array(jsonObjectSchema).safeParse(item["parameters"] ?? []);
  const parameters = parametersOf([...(shared.success ? shared.data : []), ...read.data.parameters], inline);
  if (parameters === null)
    return "An argument needs a cookie, or stands in its path or query in a form that is not written, such as label or matrix.";
  const body = requestBody === undefined ? null : bodySchema(inline.part(requestBody), inline);
  if (requestBody !== undefined && body === null) return "Its body is no JSON, or its schema is too large.";
  const input = inputOf(parameters, body, inline);
  if (typeof input === "string") return input;
  const output = outputOf(responses, inline);
  if (output === undefined) return tooLarge;
  const http: HttpOperation = {
    method: methodNames[method],
    path,
    parameters: parameters.map(({ http: place }) => place),
    hasBody: body !== null,
  };
  const name =
    operationId?.replaceAll(/[^A-Za-z0-9_./-]+/g, "_") ??
    `${method}${path.replaceAll(/[{}]/g, "").replaceAll(/[^A-Za-z0-9]+/g, "_")}`;
  if (!/^[A-Za-z0-9_./-]{1,128}$/.test(name)) return "Its name is longer than 128 characters.";
  return {
    name,
    title: summary.slice(0, longestText),
    description: description.slice(0, longestText),
    input,
    output,
    http,
  };
}

function bodySchema(requestBody: JsonObject, inline: Inline): JsonObject | null {
  const content = contentSchema.safeParse(requestBody["content"]);
  const json = content.success ? jsonContent(content.data) : null;
  return json === null ? null : inline.schema(json);
}

/** The schema of all arguments, or in a sentence why they have none. */
function inputOf(parameters: readonly Parameter[], body: JsonObject | null, inline: Inline): JsonObject | string {
  const properties: Record<string, Json> = {};
  const required: string[] = [];
  for (const { isRequired, schema, http } of parameters) {
    if (Object.hasOwn(properties, http.name)) return twoOfOneName;
    const inlined = inline.schema(schema);
    if (inlined === null) return tooLarge;
    properties[http.name] = inlined;
    if (isRequired || http.in === "path") required.push(http.name);
  }
  if (body !== null) {
    const fields = fieldsOfBody(body);
    if (fields === null) return "Its body is no JSON object with named fields.";
    for (const [name, schema] of Object.entries(fields.properties)) {
      if (Object.hasOwn(properties, name)) return twoOfOneName;
      properties[name] = schema;
    }
    required.push(...fields.required);
  }
  return { type: "object", properties, required, additionalProperties: false };
}

/** Of the first success that has one; null where none has, undefined where it is too large. */
function outputOf(responses: Readonly<Record<string, JsonObject>>, inline: Inline): JsonObject | null | undefined {
  for (const [status, response] of Object.entries(responses)) {
    if (!/^2(?:\d\d|XX)$/.test(status)) continue;
    const content = contentSchema.safeParse(inline.part(response)["content"]);
    const json = content.success ? jsonContent(content.data) : null;
    if (json !== null) return inline.schema(json) ?? undefined;
  }
  return null;
}
