import { jsonSchema, unreachable, type Json } from "@purser/contract";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { openListener, type Listener } from "./listener.ts";
import type { SystemOfRecord, SystemResult } from "./system-of-record.ts";

type HttpContext = Context<{ Bindings: HttpBindings }>;

const largestBodyBytes = 1024 * 1024;

/**
 * Serves a system over HTTP, and makes its results true: delays, silence, cut connections. While the fault `down` is
 * on nothing listens at all, not even for `/faults`; the control server heals it.
 */
export async function serveSystem(system: SystemOfRecord, at: { host: string; port: number }): Promise<Listener> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(bodyLimit({ maxSize: largestBodyBytes }));
  app.all("*", async (context) => {
    const body = readJson(await context.req.text());
    if (body.kind === "unreadable") return jsonAnswer(400, unreadableBody);
    const { pathname, search } = new URL(context.req.url);
    const { method } = context.req;
    return realize(
      system.handle({ method, path: pathname + search, headers: context.req.header(), body: body.value }),
      context,
    );
  });
  const listener = await openListener(getRequestListener(app.fetch), at);
  const stopWatching = system.faults.onChange(() => listener.setOpen(!system.faults.isDown));
  return {
    ...listener,
    stop() {
      stopWatching();
      return listener.stop();
    },
  };
}

async function realize(result: SystemResult, context: HttpContext): Promise<Response> {
  switch (result.kind) {
    case "answer":
      await elapse(result.delayMs);
      return jsonAnswer(result.status, result.body);
    case "garble":
      await elapse(result.delayMs);
      return new Response(result.text, {
        status: result.status,
        headers: { "content-type": "application/json" },
      });
    case "hang":
      return new Promise<Response>(() => undefined);
    case "drop":
    case "refuse":
      context.env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    default:
      return unreachable(result);
  }
}

const unreadableBody = { error: { code: "malformed", message: "The body is no JSON." } } as const;

function readJson(text: string): { kind: "read"; value: Json | undefined } | { kind: "unreadable" } {
  if (text === "") return { kind: "read", value: undefined };
  try {
    return { kind: "read", value: jsonSchema.parse(JSON.parse(text)) };
  } catch {
    return { kind: "unreadable" };
  }
}

function jsonAnswer(status: number, body: Json): Response {
  return Response.json(body, { status });
}

function elapse(durationMs: number): Promise<void> {
  return durationMs === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, durationMs));
}
