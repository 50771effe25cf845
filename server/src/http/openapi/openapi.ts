import { type ErrorCode, errorTable, eventBodySchemas, eventViewSchema, problemSchema } from "@purser/contract";
import { z } from "zod";
import { namedSchemas } from "./named-schemas.ts";
import type { Route } from "../route.ts";
import { sessionCookieName } from "../sign-in/browser-request.ts";

/**
 * Programs show a key; the desk's page has the cookie, and sends `x-purser-desk` with whatever changes something; a visitor of the
 * chat shows the session of her conversation.
 */
const securitySchemes = {
  apiKey: { type: "http", scheme: "bearer" },
  visitor: { type: "http", scheme: "bearer" },
  session: { type: "apiKey", in: "cookie", name: sessionCookieName },
} as const;

/** Of a visitor's routes some can be asked before there is a session. */
const securityOf = { key: [{ apiKey: [] }, { session: [] }], visitor: [{ visitor: [] }, {}], open: [] } as const;

/** What a route of this access can answer, whatever it does. */
const problemsOfAll = ["PUR-2001", "PUR-2003", "PUR-2182", "PUR-1005", "PUR-1012", "PUR-5001", "PUR-5002"] as const;
const problemsOfAccess: Readonly<Record<Route["access"], readonly ErrorCode[]>> = {
  key: [...problemsOfAll, "PUR-2005", "PUR-2044", "PUR-2045", "PUR-2046", "PUR-2166"],
  visitor: [...problemsOfAll, "PUR-3360"],
  open: ["PUR-2001"],
};

/** The OpenAPI 3.1 document of these routes; nothing in it is written twice. */
export function describeApi(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route);
  return {
    openapi: "3.1.0",
    info: {
      title: "Purser",
      version,
      description: "Cases, their logs, what waits for an answer, and what can be taken back.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: componentSchemas(), securitySchemes },
  };
}

function operationOf(route: Route): object {
  const { operationId, summary, tag, access, body } = route;
  return {
    operationId,
    summary,
    tags: [tag],
    security: securityOf[access],
    parameters: [...fieldsOf(route.pathSchema, "path"), ...fieldsOf(route.querySchema, "query"), ...headersOf(route)],
    ...(body.name === null
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: reference(body.name) } } } }),
    ...(route.takesFile === true ? { requestBody: { required: true, content: { "*/*": { schema: bytes } } } } : {}),
    responses: { ...answersOf(route), ...problemsOf(route) },
  };
}

function fieldsOf(schema: z.core.$ZodType, place: "path" | "query"): object[] {
  const { properties, required } = objectShape.parse(z.toJSONSchema(schema, { io: "input" }));
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: field,
  }));
}

const objectShape = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

const bytes = { type: "string", format: "binary" };

function headersOf({ isIdempotent, streams, takesFile, access }: Route): object[] {
  const text = { type: "string" };
  const optional = (name: string, description: string, schema: object = text): object => ({
    name,
    in: "header",
    required: false,
    schema,
    description,
  });
  return [
    ...(takesFile === true
      ? [optional("Content-Disposition", "The file's name: `attachment; filename*=UTF-8''NAME`, percent-encoded.")]
      : []),
    ...(takesFile === true && access === "visitor"
      ? [optional("Conversation-Key", "Where there is no conversation yet: the key that the first message will have.")]
      : []),
    ...(isIdempotent === true
      ? [optional("Idempotency-Key", "A repeat with the same key changes nothing.", { ...text, maxLength: 200 })]
      : []),
    ...(streams?.resumes === true ? [optional("Last-Event-ID", "For a stream: the last event that was seen.")] : []),
  ];
}

function answersOf({ answers, streams }: Route): Record<string, object> {
  const stream =
    streams === undefined ? {} : { "text/event-stream": { schema: { type: "string", description: streams.about } } };
  return Object.fromEntries(
    answers.map(({ status, schema, about }) => [
      String(status),
      {
        description: about,
        content:
          schema === null
            ? { "*/*": { schema: bytes } }
            : { "application/json": { schema: reference(schema) }, ...stream },
      },
    ]),
  );
}

/** Problems by status, each naming the codes that it can have. */
function problemsOf(route: Route): Record<string, object> {
  const ofStreams: readonly ErrorCode[] = route.streams === undefined ? [] : ["PUR-1013"];
  const codes = [...new Set([...problemsOfAccess[route.access], ...ofStreams, ...(route.problems ?? [])])].toSorted();
  const answered = new Set<number>(route.answers.map(({ status }) => status));
  const statuses = [...new Set(codes.map((code) => errorTable[code].status))].filter((status) => !answered.has(status));
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      problemAnswerOf(codes.filter((code) => errorTable[code].status === status)),
    ]),
  );
}

function problemAnswerOf(codes: readonly ErrorCode[]): object {
  const description = codes.map((code) => `${code} ${errorTable[code].happened}`).join(" · ");
  return { description, content: { "application/problem+json": { schema: reference("Problem") } } };
}

function componentSchemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(namedSchemas)) registry.add(schema, { id });
  for (const [kind, schema] of Object.entries(eventBodySchemas)) registry.add(schema, { id: bodyName(kind) });
  const made = z.toJSONSchema(registry, {
    uri: (id) => reference(id).$ref,
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema: made }) => fillIn(zodSchema, made),
  });
  const schemas: Record<string, unknown> = {};
  for (const [name, { $schema: _dialect, $id: _address, ...schema }] of Object.entries(made.schemas))
    schemas[name] = schema;
  return { ...schemas, Event: eventDescription() };
}

/** Schemas that are functions in the code are lists here. */
function fillIn(schema: unknown, made: Record<string, unknown>): void {
  if (schema === problemSchema.shape.code) Object.assign(made, { type: "string", enum: Object.keys(errorTable) });
  if (schema === eventViewSchema.shape.kind)
    Object.assign(made, { type: "string", enum: Object.keys(eventBodySchemas) });
}

/** An event with the body of its kind. */
function eventDescription(): object {
  const { body: _body, kind: _kind, ...fields } = eventViewSchema.shape;
  const { $schema: _dialect, ...common } = z.toJSONSchema(z.strictObject(fields), { io: "input" });
  const kinds = Object.keys(eventBodySchemas).map((kind) => variantOf(kind, common));
  return { oneOf: kinds, discriminator: { propertyName: "kind" } };
}

function variantOf(
  kind: string,
  { properties = {}, required = [] }: { properties?: object; required?: readonly string[] },
): object {
  const body = { anyOf: [reference(bodyName(kind)), { type: "null" }] };
  return {
    type: "object",
    title: kind,
    properties: { ...properties, kind: { const: kind }, body },
    required: [...required, "kind", "body"],
    additionalProperties: false,
  };
}

function bodyName(kind: string): string {
  return `EventBody.${kind}`;
}

function reference(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
