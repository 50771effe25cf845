import { PurserError } from "@purser/contract";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { allRoutes } from "./all-routes.ts";
import { serveAnswerPages } from "./answer-page.ts";
import type { ApiServices } from "./api-services.ts";
import { describeApi } from "./openapi.ts";
import { servePage } from "./page.ts";
import { problemAnswer } from "./problem-answer.ts";

const largestBodyBytes = 1_048_576;

export type Api = { fetch: (request: Request) => Response | Promise<Response> };

/** The HTTP API of one deployment. */
export function createApi(services: ApiServices): Api {
  const { log } = services.world;
  const app = new Hono();
  app.use(bodyLimit({ maxSize: largestBodyBytes, onError: () => problemAnswer(new PurserError("PUR-2003", ""), log) }));
  servePage(app);
  serveAnswerPages(app, services);
  const description = describeApi(allRoutes, services.version);
  app.get("/openapi.json", (context) => context.json(description));
  for (const { method, path, respond } of allRoutes) {
    app.on(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ":$1"), (context) => respond(context, services));
  }
  app.notFound(({ req: request }) =>
    problemAnswer(new PurserError("PUR-2002", `There is no ${request.method} ${request.path}.`), log),
  );
  app.onError((error) => problemAnswer(error, log));
  return { fetch: (request) => app.fetch(request) };
}

/** What answers while the deployment is opened or closed: alive, and not ready. */
export function createWaitingApi(version: string): Api {
  return {
    fetch: (request) => {
      if (new URL(request.url).pathname === "/healthz") return Response.json({ alive: true, version });
      return problemAnswer(new PurserError("PUR-1012", ""), () => undefined);
    },
  };
}
