import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { type Interference, TcpProxy } from "./tcp-proxy.ts";

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A server that counts what arrives, behind a proxy. */
async function openServer(onRequest?: () => Promise<void>) {
  let arrived = 0;
  const server = createServer((_, response) => {
    arrived += 1;
    response.end(JSON.stringify({ arrived }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const proxy = await TcpProxy.listen({
    target: { host: "127.0.0.1", port },
    isRequest: (chunk) => chunk.subarray(0, 5).toString("latin1") === "POST ",
    isWholeReply: () => true,
    ...(onRequest === undefined ? {} : { onRequest }),
  });
  stops.push(async () => {
    await proxy.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const send = async (): Promise<string> => {
    try {
      const url = `http://127.0.0.1:${proxy.port}/`;
      const response = await fetch(url, { method: "POST", body: "{}", signal: AbortSignal.timeout(1_000) });
      return (await response.text()).slice(0, 40);
    } catch (error) {
      return error instanceof Error && error.name === "TimeoutError" ? "silence" : "cut";
    }
  };
  return { proxy, send, arrived: () => arrived };
}

describe("what befalls a request on the wire", () => {
  const cases: readonly [Interference, string, number][] = [
    ["delay", '{"arrived":1}', 1],
    ["cut-before", "cut", 0],
    ["swallow-reply", "cut", 1],
    ["half-open", "silence", 0],
    ["drip", "silence", 1],
  ];
  for (const [interference, comesBack, arrives] of cases) {
    test(`${interference}: it ${arrives === 1 ? "arrives" : "does not arrive"}, and its sender sees ${comesBack === "{" ? "a reply" : comesBack}`, async () => {
      const { proxy, send, arrived } = await openServer();
      proxy.arm(interference);
      expect(await send()).toBe(comesBack);
      expect(arrived()).toBe(arrives);
      expect(await send()).toBe(`{"arrived":${arrives + 1}}`);
      expect(proxy.met).toEqual([interference]);
    });
  }

  test("hold: it arrives once everything has healed, long after its sender has given it up", async () => {
    const { proxy, send, arrived } = await openServer();
    proxy.arm("hold");
    expect(await send()).toBe("silence");
    expect(arrived()).toBe(0);
    proxy.heal();
    while (arrived() === 0) await delay(10);
    expect(arrived()).toBe(1);
  });

  test("huge: what comes back has no end that its sender would wait for", async () => {
    const { proxy, send, arrived } = await openServer();
    proxy.arm("huge");
    const seen = await send();
    expect(seen === "silence" || /^a+$/.test(seen)).toBe(true);
    expect(arrived()).toBe(1);
  });

  test("a request goes on only when the witness has seen it", async () => {
    let isSeen = false;
    const { send, arrived } = await openServer(async () => {
      await delay(50);
      expect(arrived()).toBe(0);
      isSeen = true;
    });
    expect(await send()).toBe('{"arrived":1}');
    expect(isSeen).toBe(true);
  });
});
