import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { join } from "node:path";
import { z } from "zod";

/**
 * A stand-in for the shop's own system, so that `purser dev` has something to work on. Remove this folder once
 * connections.yaml has the address of the real one.
 */
const orderSchema = z.object({
  orderId: z.string(),
  customerRef: z.string(),
  state: z.enum(["waiting", "collected"]),
  pickupUntil: z.string(),
  timesExtended: z.int(),
  isWantedByOthers: z.boolean(),
  /** What was done under which key: a key that comes again changes nothing. */
  changes: z.array(z.object({ key: z.string(), pickupUntil: z.string() })),
});
type Order = z.infer<typeof orderSchema>;
const changeSchema = z.object({ until: z.string(), extendedBy: z.int() });
type Options = { clock: () => number; host?: string; dataFolder?: string };

export async function startSystems({ clock, host = "127.0.0.1", dataFolder }: Options) {
  const orders = keptOrders(dataFolder) ?? firstOrders(clock());
  const keep = (): void => {
    if (dataFolder !== undefined) writeFileSync(fileIn(dataFolder), JSON.stringify(orders));
  };
  const server = createServer((request, response) => void answer(orders, keep, request, response));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  const url = `http://${host}:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    urls: { shop: url },
    controlUrl: url,
    // Customers to try: `purser dev` prints them.
    landmarks: {
      "may keep it once": { customerRef: "ada", name: "Ada", orders: [{ orderId: "B-1001" }] },
      "had it kept once": { customerRef: "ben", name: "Ben", orders: [{ orderId: "B-1002" }] },
      "somebody waits for it": { customerRef: "cleo", name: "Cleo", orders: [{ orderId: "B-1003" }] },
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function firstOrders(nowMs: number): Order[] {
  const days = 86_400_000;
  const pickupUntil = new Date(nowMs + 3 * days).toISOString().slice(0, "2026-03-31".length);
  const order = { state: "waiting" as const, pickupUntil, timesExtended: 0, isWantedByOthers: false };
  return [
    { ...order, orderId: "B-1001", customerRef: "ada", changes: [] },
    { ...order, orderId: "B-1002", customerRef: "ben", timesExtended: 1, changes: [] },
    { ...order, orderId: "B-1003", customerRef: "cleo", isWantedByOthers: true, changes: [] },
  ];
}

async function answer(
  orders: Order[],
  keep: () => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.url === "/shop/ledger/effects") return send(response, 200, { effects: effectsIn(orders) });
  const body = await readBody(request);
  const [, customerRef, orderId, isPickup] =
    /^\/customers\/([^/]+)\/orders\/([^/]+)(\/pickup)?$/.exec(decodeURIComponent(request.url ?? "")) ?? [];
  const order = orders.find((each) => each.orderId === orderId && each.customerRef === customerRef);
  if (order === undefined) return send(response, 404, { error: "There is no such order." });
  if (request.method === "GET") return send(response, 200, order);
  if (request.method !== "PUT" || isPickup === undefined) return send(response, 405, { error: "Not that." });
  const key = String(request.headers["idempotency-key"] ?? "");
  if (!order.changes.some((change) => change.key === key)) {
    const { until, extendedBy } = changeSchema.parse(body);
    order.pickupUntil = until;
    order.timesExtended += extendedBy;
    order.changes.push({ key, pickupUntil: until });
    keep();
  }
  send(response, 200, order);
}

/** What was changed, and under which key: what `purser eval` checks. */
function effectsIn(orders: readonly Order[]) {
  return orders.flatMap(({ orderId, changes }) =>
    changes.map(({ key, pickupUntil }) => {
      const args = { until: pickupUntil };
      return { key, operation: "extend", object: orderId, kind: "effect", args, result: null };
    }),
  );
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? null : JSON.parse(text);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function fileIn(folder: string): string {
  return join(folder, "shop.json");
}

function keptOrders(folder: string | undefined): Order[] | null {
  if (folder === undefined) return null;
  mkdirSync(folder, { recursive: true });
  if (!existsSync(fileIn(folder))) return null;
  return z.array(orderSchema).parse(JSON.parse(readFileSync(fileIn(folder), "utf8")));
}
