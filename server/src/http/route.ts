import type { ErrorCode, Instant } from "@purser/contract";
import type { Context } from "hono";
import { z } from "zod";
import { readVisitorSession, type Visitor } from "../conversations/visitors/visitor-session.ts";
import type { ApiServices } from "./api-services.ts";
import { admit } from "./admit.ts";
import { type Caller, requireMayWrite } from "./authenticate.ts";
import { followerByKey, followerBySession, followerOfVisitor } from "./streams/follower.ts";
import type { Follower } from "./streams/open-streams.ts";
import { readBrowserRequest, refuseForeign } from "./sign-in/browser-request.ts";
import { callerOf } from "./sign-in/sessions.ts";
import { type RouteRequest, type RouteSchemas, readPath, readRequest } from "./read-request.ts";

/** What a route can answer, by the name under which the schema stands in the description; null for the bytes of a file. */
export type DescribedAnswer = { status: 200 | 201 | 202 | 503; schema: string | null; about: string };

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
  /** Whether its body is a file as it is; what bounds that is the handler's. */
  takesFile?: true;
  /** For one whose handler refuses who may not, and keeps the attempt on record. */
  refusesItself?: true;
  /** For one that changes only what is the caller's own: auditors have that too. */
  isOwn?: true;
  /** For a route that answers with server-sent events to a client that accepts them: what they are. */
  streams?: { about: string; resumes: boolean };
};

/** For a route that takes no path parameters or no query: whatever is sent is left out. */
export const noFields = z.object({});
export const noBody = { name: null, schema: z.null() };

/** A route with its types erased: what registers it and what describes it. */
export type Route = RouteDescription &
  RouteSchemas<unknown, unknown, unknown> & {
    access: "open" | "key" | "visitor";
    respond: (context: Context, services: ApiServices) => Promise<Response>;
  };

type Definition<Path, Query, Body, More> = RouteDescription &
  RouteSchemas<Path, Query, Body> & {
    handle: (request: RouteRequest<Path, Query, Body> & More, services: ApiServices) => Promise<Response>;
  };

/** For a route that answers with a stream: whoever follows it. */
type Known = { follower: Follower };
type Admitted = { caller: Caller; followed: (signal: AbortSignal) => Follower };

/**
 * A route for holders of an API key or a session, who are known to its handler; what is posted comes from no auditor, unless it
 * is their own.
 */
export function defineRoute<Path, Query, Body>(
  definition: Definition<Path, Query, Body, Known & { caller: Caller }>,
): Route {
  const { handle, ...described } = definition;
  return {
    ...described,
    access: "key",
    respond: async (context, services) => {
      const { caller, followed } = await callerIn(context, services);
      if (described.method === "post" && described.refusesItself !== true && described.isOwn !== true)
        requireMayWrite(caller, services.desk.people());
      const request = await readRequest(described, context);
      return handle({ ...request, caller, follower: followed(request.signal) }, services);
    },
  };
}

/** Programs show an API key; the desk's page has a session, and shows with whatever changes something that it is the page. */
async function callerIn({ req: request }: Context, services: ApiServices): Promise<Admitted> {
  const { signIn } = services;
  const authorization = request.header("authorization") || undefined;
  const browser = readBrowserRequest((name) => request.header(name), request.url);
  if (authorization !== undefined || browser.token === null || signIn === null)
    return {
      caller: await admit(authorization, services),
      followed: (signal) => followerByKey(authorization, signal, services),
    };
  if (request.method !== "GET") refuseForeign(browser);
  const { token, isByPerson } = browser;
  return {
    caller: await callerOf(token, isByPerson, signIn),
    followed: (signal) => followerBySession(token, signal, signIn),
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

/**
 * A route for visitors of the chat. What they show is the session of their conversation: being no cookie, it is sent by nobody's
 * page but the one that has it. Null for who shows none; what is shown and is not good is refused with PUR-3360.
 */
export function defineVisitorRoute<Path, Query, Body>(
  definition: Definition<Path, Query, Body, Known & { visitor: Visitor | null }>,
): Route {
  const { handle, ...described } = definition;
  return {
    ...described,
    access: "visitor",
    respond: async (context, services) => {
      const request = await readRequest(described, context);
      const now = await services.desk.store.now();
      const visitor = visitorIn(context, now, services);
      const follower = followerOfVisitor(visitor, now, request.signal, services);
      return handle({ ...request, visitor, follower }, services);
    },
  };
}

function visitorIn({ req: request }: Context, now: Instant, { desk, world }: ApiServices): Visitor | null {
  const token = /^Bearer (\S+)$/i.exec(request.header("authorization") ?? "")?.[1];
  if (token === undefined) return null;
  return readVisitorSession(token, { tenant: desk.tenant, secret: world.deploymentSecret, now });
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
