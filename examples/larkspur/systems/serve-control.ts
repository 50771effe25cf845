import { jsonSchema } from "@purser/contract";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { answerControl } from "./control-routes.ts";
import { openListener, type Listener } from "./listener.ts";
import type { SystemOfRecord } from "./system-of-record.ts";

/**
 * Serves ledgers and faults of all systems below their names, such as `/mail/faults`. It stands apart from them so
 * that a system that is down can be looked into and healed.
 */
export async function serveControl(
  systems: readonly SystemOfRecord[],
  at: { host: string; port: number },
): Promise<Listener> {
  const app = new Hono();
  app.all("/:system/*", async (context) => {
    const name = context.req.param("system");
    const system = systems.find((it) => it.name === name);
    const path = context.req.path.slice(name.length + 1);
    const text = await context.req.text();
    const body = text === "" ? undefined : jsonSchema.parse(JSON.parse(text));
    const answer = system && answerControl({ method: context.req.method, path, body }, system);
    if (!answer) return Response.json({ error: { code: "no-such-route", message: path } }, { status: 404 });
    return Response.json(answer.body, { status: answer.status });
  });
  return openListener(getRequestListener(app.fetch), at);
}
