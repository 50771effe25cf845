import type { ErrorCode } from "@purser/contract";
import type { Context } from "hono";
import { z } from "zod";
import type { ApiServices } from "./api-services.ts";
import { admit } from "./admit.ts";
import { type Caller, requireMayWrite } from "./authenticate.ts";
import { type RouteRequest, type RouteSchemas, readPath, readRequest } from "./read-request.ts";

/** What a route can answer, by the name under which the schema stands in the description. */
export type DescribedAnswer = { status: 200 | 201 | 202 | 503; schema: string; about: string };

export type RouteDescription = {
  method: "get" | "post";
  /** With `{name}` for a part that varies, as OpenAPI writes it. */
  path: string;
  operationId: string;
  summary: string;
  tag: string;
  answers: readonly [DescribedAnswer, ...DescribedAnswer[]];
  /** Those that this route can answer beyond the ones that every route of its access can. */
  problems?: readonly ErrorCode[];
  /** Whether a repeat with the same `Idempotency-Key` changes nothing. */
  isIdempotent?: true;
  /** For one whose handler refuses who may not, and keeps the attempt on record. */
  refusesItself?: true;
  /** For a route that answers with server-sent events to a client that accepts them: what they are. */
  streams?: { about: string; resumes: boolean };
};

/** For a route that takes no path parameters or no query: whatever is sent is left out. */
export const noFields = z.object({});
export const noBody = { name: null, schema: z.null() };

/** A route with its types erased: what registers it and what describes it. */
export type Route = RouteDescription &
  RouteSchemas<unknown, unknown, unknown> & {
    access: "open" | "key";
    respond: (context: Context, services: ApiServices) => Promise<Response>;
  };

type Definition<Path, Query, Body, More> = RouteDescription &
  RouteSchemas<Path, Query, Body> & {
    handle: (request: RouteRequest<Path, Query, Body> & More, services: ApiServices) => Promise<Response>;
  };

/** A route for holders of an API key, who are known to its handler; what is posted comes from no auditor. */
export function defineRoute<Path, Query, Body>(definition: Definition<Path, Query, Body, { caller: Caller }>): Route {
  const { handle, ...described } = definition;
  return {
    ...described,
    access: "key",
    respond: async (context, services) => {
      const caller = await admit(context.req.header("authorization"), services);
      if (described.method === "post" && described.refusesItself !== true)
        requireMayWrite(caller, services.desk.people());
      return handle({ ...(await readRequest(described, context)), caller }, services);
    },
  };
}

/** A route for everybody: it tells nothing of any case. */
export function defineOpenRoute<Path, Query, Body>(definition: Definition<Path, Query, Body, object>): Route {
  const { handle, ...described } = definition;
  return {
    ...described,
    access: "open",
    respond: async (context, services) => handle(await readRequest(described, context), services),
  };
}

/** What a route gets that is opened by a signature over the very bytes of its body. */
type SignedRequest<Path> = { path: Path; header: (name: string) => string | null; bytes: Uint8Array };

/** A route whose handler checks who calls, by a signature. Its body is described, and read by the handler alone. */
export function defineSignedRoute<Path, Query, Body>(
  definition: RouteDescription &
    RouteSchemas<Path, Query, Body> & {
      handle: (request: SignedRequest<Path>, services: ApiServices) => Promise<Response>;
    },
): Route {
  const { handle, ...described } = definition;
  return {
    ...described,
    access: "open",
    respond: async (context, services) => {
      const { req: request } = context;
      const path = readPath(described.pathSchema, context);
      const bytes = new Uint8Array(await request.arrayBuffer());
      return handle({ path, header: (name) => request.header(name) ?? null, bytes }, services);
    },
  };
}

/** A JSON answer; its type is named where it is made, so that the compiler holds it against the described schema. */
export function json<Value>(
  value: Value,
  status: DescribedAnswer["status"] = 200,
  headers: Record<string, string> = {},
): Response {
  return Response.json(value, { status, headers });
}
