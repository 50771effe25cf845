import { randomUUID } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { OperatorLog } from "../worker/world.ts";
import type { ApiServices } from "./api-services.ts";

const header = "x-request-id";
/** What a proxy before us may have named it. */
const nameFromOutside = /^[\w.:-]{1,100}$/;
const names = new WeakMap<Request, string>();

/** Names each request, in its answer and in the log, and measures it. Neither its path nor its body is written down. */
export function nameRequest(services: Pick<ApiServices, "telemetry">): MiddlewareHandler {
  return async (context, next) => {
    const given = context.req.header(header);
    const requestId = given !== undefined && nameFromOutside.test(given) ? given : randomUUID();
    names.set(context.req.raw, requestId);
    const beganAtMs = performance.now();
    await next();
    const durationMs = performance.now() - beganAtMs;
    context.header(header, requestId);
    const { method } = context.req;
    const { status } = context.res;
    const route = routePath(context, -1);
    services.telemetry.metrics.requests.observe({ method, route, status }, durationMs / 1000);
    requestLog(context, services)("info", "request.answered", {
      method,
      route,
      status,
      durationMs: Math.round(durationMs * 10) / 10,
    });
  };
}

/** The operators' log with the name of the request on each line. */
export function requestLog(context: Context, { telemetry }: Pick<ApiServices, "telemetry">): OperatorLog {
  const requestId = names.get(context.req.raw) ?? null;
  return (level, event, fields) => telemetry.log(level, event, { requestId, ...fields });
}
