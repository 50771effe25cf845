import { conversationKeySchema, type ErrorCode, PurserError, wellFormedJson } from "@purser/contract";
import type { Context } from "hono";
import { z } from "zod";
import { fileNameIn } from "./files/file-name.ts";
import type { IncomingFile } from "./files/take-upload.ts";
import { type BrowserRequest, readBrowserRequest } from "./sign-in/browser-request.ts";

export type RequestHeaders = {
  idempotencyKey: string | null;
  /** The secret under which a visitor's first message will be sent. */
  conversationKey: string | null;
  lastEventId: string | null;
  accept: string;
  /** The network address that it came from, or that the header says which the deployment trusts; null where neither is known. */
  addressBehind: (header: string | undefined) => string | null;
  browser: BrowserRequest;
};

const declaredSchema = z.nullable(z.coerce.number().int().nonnegative());
const addressSchema = z.object({ address: z.string().nullable() });

/** What a route takes, as schemas. */
export type RouteSchemas<Path, Query, Body> = {
  pathSchema: z.core.$ZodType<Path>;
  querySchema: z.core.$ZodType<Query>;
  /** With the name under which it stands in the description; `noBody` for a route that takes none. */
  body: { name: string | null; schema: z.core.$ZodType<Body> };
};

/** A request after the door. */
export type RouteRequest<Path, Query, Body> = {
  path: Path;
  query: Query;
  body: Body;
  headers: RequestHeaders;
  /** The body as bytes, for a route that takes a file: nothing of it is read before it is asked for. */
  incomingFile: () => IncomingFile;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
};

/** The door: parses what came over the wire. Throws PUR-2001, or PUR-2002 for an id that cannot be one. */
export async function readRequest<Path, Query, Body>(
  { pathSchema, querySchema, body }: RouteSchemas<Path, Query, Body>,
  context: Context,
): Promise<RouteRequest<Path, Query, Body>> {
  const { req: request } = context;
  return {
    path: readPath(pathSchema, context),
    query: parsed(querySchema, request.query(), "PUR-2001"),
    body: parsed(body.schema, body.name === null ? null : readJson(await request.text()), "PUR-2001"),
    headers: {
      idempotencyKey: readKey(request.header("idempotency-key")),
      conversationKey: parsed(
        z.nullable(conversationKeySchema),
        request.header("conversation-key") ?? null,
        "PUR-2001",
      ),
      lastEventId: request.header("last-event-id") ?? null,
      accept: request.header("accept") ?? "",
      addressBehind: (header) => {
        const named = header === undefined ? undefined : request.header(header)?.split(",").at(-1)?.trim();
        return named ?? addressSchema.safeParse(context.env).data?.address ?? null;
      },
      browser: readBrowserRequest((name) => request.header(name), request.url),
    },
    incomingFile: () => ({
      stream: request.raw.body,
      declaredBytes: parsed(declaredSchema, request.header("content-length") ?? null, "PUR-2001"),
      givenName: fileNameIn(request.header("content-disposition")),
    }),
    signal: request.raw.signal,
  };
}

/** The parts of the path that vary. Throws PUR-2002 for an id that cannot be one. */
export function readPath<Path>(schema: z.core.$ZodType<Path>, { req: request }: Context): Path {
  return parsed(schema, request.param(), "PUR-2002");
}

function parsed<Value>(schema: z.core.$ZodType<Value>, value: unknown, code: ErrorCode): Value {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => [...path.map(String), message].join(": "));
  throw new PurserError(code, problems.join("; "));
}

/** An empty body is an empty object, so that a route whose fields are all optional needs none. */
function readJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return wellFormedJson(JSON.parse(text));
  } catch (error) {
    throw new PurserError("PUR-2001", error instanceof RangeError ? error.message : "The body is no JSON.");
  }
}

const longestKey = 200;

function readKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (header.length > 0 && header.length <= longestKey) return header;
  throw new PurserError("PUR-2001", `An Idempotency-Key has 1 to ${longestKey} characters.`);
}
