import { caseIdSchema, PurserError } from "@purser/contract";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { allRoutes } from "./all-routes.ts";
import { serveAnswerPages } from "./pages/answer-page.ts";
import type { ApiServices } from "./api-services.ts";
import { shareInboxNews } from "./desk/inbox-stream.ts";
import { issuedBy } from "./admit.ts";
import { authenticate, type IssuedKeys } from "./authenticate.ts";
import { type McpOffer, deploymentOffers, serveMcp } from "./mcp/serve-mcp.ts";
import { OpenStreams, streamBounds } from "./streams/open-streams.ts";
import { describeApi } from "./openapi/openapi.ts";
import { serveDesk } from "./pages/desk-page.ts";
import { servePage } from "./pages/page.ts";
import { problemAnswer } from "./problem-answer.ts";
import { serveWidget } from "./pages/widget-page.ts";
import { startingReadiness } from "./readiness.ts";
import type { Route } from "./route.ts";
import { nameRequest, requestLog } from "./request-log.ts";

const largestBodyBytes = 1_048_576;

/** `address` is the network address that the request came from; null where it is not known. */
export type Api = { fetch: (request: Request, address?: string | null) => Response | Promise<Response> };

/** The HTTP API of one deployment, and what it offers to other agents. */
export function createApi(
  given: Omit<ApiServices, "readInboxNews" | "streams">,
  mcpOffers: readonly McpOffer[] = deploymentOffers,
): Api {
  const services: ApiServices = {
    ...given,
    readInboxNews: shareInboxNews(given.desk),
    streams: new OpenStreams(streamBounds),
  };
  const app = new Hono();
  app.use(nameRequest(services));
  const problem = (error: unknown, context: Context): Response => {
    const caseId = caseIdSchema.safeParse(context.req.param("caseId")).data ?? null;
    const log = requestLog(context, services);
    return problemAnswer(error, (level, event, fields) => log(level, event, { caseId, ...fields }));
  };
  const onError = (context: Context): Response => problem(new PurserError("PUR-2003", ""), context);
  const serve = ({ method, path, respond }: Route): unknown =>
    app.on(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ":$1"), (context) => respond(context, services));
  // Before the limit of all others: what comes in as a file has bounds of its own.
  allRoutes.filter(({ takesFile }) => takesFile === true).forEach(serve);
  app.use(bodyLimit({ maxSize: largestBodyBytes, onError }));
  servePage(app);
  serveDesk(app);
  serveWidget(app, () => services.world.blueprints.inForce().settings.widget.hosts);
  serveAnswerPages(app, services);
  serveMcp(app, services, mcpOffers, largestBodyBytes);
  const { streamsShare } = services.telemetry.metrics;
  const showStreams = (): void =>
    services.streams.readings().forEach(({ of, open, most }) => streamsShare.set({ of }, open / most));
  app.get("/metrics", serveMetrics(services, issuedBy(services.signIn), showStreams));
  const description = describeApi(allRoutes, services.version);
  app.get("/openapi.json", (context) => context.json(description));
  allRoutes.forEach(serve);
  app.notFound((context) =>
    problem(new PurserError("PUR-2002", `There is no ${context.req.method} ${context.req.path}.`), context),
  );
  app.onError((error, context) => problem(error, context));
  return { fetch: (request, address = null) => app.fetch(request, { address }) };
}

/** For holders of an API key: what is counted tells how the business goes. `showOwn` sets what is this API's alone. */
function serveMetrics(
  { keys, telemetry }: Pick<ApiServices, "keys" | "telemetry">,
  issued: IssuedKeys | null,
  showOwn: () => void = () => undefined,
): MiddlewareHandler {
  return async (context) => {
    await authenticate(context.req.header("authorization"), keys, issued);
    showOwn();
    return context.body(await telemetry.readMetrics(), 200, { "content-type": telemetry.metrics.registry.contentType });
  };
}

/**
 * What a process answers that has a worker and no API: whether it lives, whether work gets done, and what it counted.
 */
export function createStatusApi(services: Pick<ApiServices, "version" | "keys" | "telemetry" | "readiness">): Api {
  const app = new Hono();
  app.get("/healthz", (context) => context.json({ alive: true, version: services.version }));
  app.get("/readyz", async (context) => {
    const readiness = await services.readiness();
    return context.json(readiness, readiness.ready ? 200 : 503);
  });
  app.get("/metrics", serveMetrics(services, null));
  app.notFound(({ req: request }) =>
    problemAnswer(new PurserError("PUR-2002", `A worker has no ${request.path}.`), services.telemetry.log),
  );
  app.onError((error) => problemAnswer(error, services.telemetry.log));
  return { fetch: (request) => app.fetch(request) };
}

/** What answers while the deployment is opened or closed: alive, and not ready. */
export function createWaitingApi(version: string): Api {
  return {
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/healthz") return Response.json({ alive: true, version });
      if (pathname === "/readyz") return Response.json(startingReadiness, { status: 503 });
      return problemAnswer(new PurserError("PUR-1012", ""), () => undefined);
    },
  };
}
