import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { landmarksSchema } from "./landmarks.ts";
import { startSystems } from "./start-systems.ts";
import { at, openTestClock, worldBegin } from "./test-world.ts";

const root = join(import.meta.dirname, "../../..");
const readySchema = z.strictObject({
  ready: z.literal(true),
  urls: z.record(z.string(), z.url()),
  controlUrl: z.url(),
  landmarks: landmarksSchema,
});

describe("started systems", () => {
  test("deliver a webhook again until it is accepted", async () => {
    const received: { id: string; body: string }[] = [];
    const receiver = createServer((incoming, outgoing) => {
      let body = "";
      incoming.on("data", (chunk: Buffer) => (body += chunk.toString()));
      incoming.on("end", () => {
        received.push({ id: String(incoming.headers["webhook-id"]), body });
        outgoing.writeHead(received.length === 1 ? 500 : 204).end();
      });
    }).listen(0, "127.0.0.1");
    await once(receiver, "listening");
    const address = receiver.address();
    const port = typeof address === "object" ? address?.port : null;
    const clock = openTestClock(worldBegin);
    const started = await startSystems({ seed: 1, clock: clock.now, webhookUrl: `http://127.0.0.1:${port}/in` });
    started.systems.shipping.handle({
      method: "POST",
      path: "/labels",
      headers: { "purser-customer": started.landmarks.wrongSize.customerRef },
      body: { reference: "LX-10001", orderId: "L-10000", from },
    });
    clock.advance(10_000);
    await expect.poll(() => received.length, { timeout: 5000 }).toBe(2);
    expect(received[0]).toEqual(received[1]);
    await started.stop();
    receiver.close();
  });

  test("can be looked into and healed while one of them is down", async () => {
    const { urls, controlUrl, stop } = await startSystems({ seed: 1, clock: () => worldBegin });
    const ask = async (url: string, method = "GET") => (await fetch(url, { method })).json();
    const post = { method: "POST", headers: { "content-type": "application/json" }, body: '{"kind":"down"}' };
    expect((await fetch(`${controlUrl}/mail/faults`, post)).status).toBe(201);
    await expect.poll(() => isRefused(`${urls.mail}/healthz`)).toBe(true);
    expect(await ask(`${controlUrl}/mail/ledger/effects`)).toEqual({ effects: [] });
    await ask(`${controlUrl}/mail/faults`, "DELETE");
    await expect.poll(() => isRefused(`${urls.mail}/healthz`)).toBe(false);
    await stop();
  });

  test("run as a process of their own, with a clock that begins when told, and end on SIGTERM", async () => {
    const child = spawn(
      process.execPath,
      [
        join(root, "node_modules/jiti/lib/jiti-cli.mjs"),
        join(import.meta.dirname, "main.ts"),
        "--seed",
        "7",
        "--start-at",
        "2026-02-10T07:17:00Z",
      ],
      {
        stdio: ["ignore", "pipe", "inherit"],
        env: {
          ...process.env,
          JITI_ALIAS: JSON.stringify({ "@purser/contract": join(root, "contract/src/index.ts") }),
        },
      },
    );
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const ready = readySchema.parse(JSON.parse(String((await lines.next()).value)));
    const estimate = await fetch(`${ready.urls["shipping"]}/estimates?sku=A-B&size=29&postcode=E8+3EE`);
    expect(at(z.json().parse(await estimate.json()), "estimate", "dispatchOn")).toBe("2026-02-10");
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});

const from = {
  recipient: "Somebody",
  street: "14 Wilton Way",
  city: "London",
  region: null,
  postcode: "E8 3EE",
  country: "GB",
} as const;

async function isRefused(url: string): Promise<boolean> {
  return fetch(url).then(
    () => false,
    () => true,
  );
}
